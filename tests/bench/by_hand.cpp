// Entry: main. Test: tests/bench/lists_test.sh, which holds it equal to `regimen screen`.
//
// The entry job of one trial over one list, as somebody would write it who needs nothing else: the
// criteria of rules/sonic/eligibility.yaml with the declared assumptions, over the 36 columns that
// regimen_make_list writes, or over its NDJSON. It is what `regimen screen` is measured against,
// and the one file of C++ that decides by clinical names and numbers of its own: they are copied
// from those rules, and nobody may take them from here.
//
//   regimen_by_hand LIST [--format csv|ndjson] [--threads 1|2|...] [--output FILE|-]
//
// It writes the columns id, eligibility, failed and unknown with the bytes that `screen` has there.
// No cell may be quoted, no JSON string hold an escape, no other column, key or word be there.
#include <fcntl.h>
#include <simdjson.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace {

// --- one patient ---

enum Column : std::size_t {
  id,
  as_of,
  birth_date,
  sex,
  weight,
  pregnant,
  diagnosis,
  diagnosed,
  cdai,
  steroid_dependent,
  cdai_after,
  second_course,
  ulceration,
  crp,
  tpmt,
  nudt15,
  mesalamine_dose,
  mesalamine_weeks,
  mesalamine_response,
  budesonide_dose,
  budesonide_weeks,
  budesonide_response,
  prednisone_dose,
  azathioprine,
  methotrexate,
  anti_tnf,
  heart_failure,
  tuberculosis,
  hepatitis_b,
  stricture,
  abscess,
  surgery,
  radiograph,
  radiograph_date,
  tuberculin,
  tuberculin_date,
  columns
};

using Cells = std::array<std::string_view, columns>;

// In this order `and` is the lesser and `or` the greater of two.
enum class Truth : std::uint8_t { no, unknown, yes };

constexpr Truth both(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth either(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

// All are known from their first letter: yes and no from the empty cell and `unknown`.
Truth yes_or_no(std::string_view cell) {
  if (cell.empty()) return Truth::unknown;
  return cell[0] == 'y' ? Truth::yes : cell[0] == 'n' ? Truth::no : Truth::unknown;
}
bool is_yes(std::string_view cell) { return !cell.empty() && cell[0] == 'y'; }

// Of `2.4` or `2.4 g/day`: 24.
int tenths_of(std::string_view cell) {
  int number = 0;
  std::size_t i = 0;
  for (; i < cell.size() && cell[i] >= '0' && cell[i] <= '9'; ++i)
    number = number * 10 + (cell[i] - '0');
  number *= 10;
  if (i + 1 < cell.size() && cell[i] == '.') number += cell[i + 1] - '0';
  return number;
}

Truth at_least(std::string_view cell, int tenths) {
  return cell.empty() ? Truth::unknown : truth(tenths_of(cell) >= tenths);
}

// Days as the number 20261101: they compare like days.
struct Dates {
  int first;
  int last;
};

constexpr int days_of_month(int year, int month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// `2026`, `2026-11` or `2026-11-01`.
Dates dates_of(std::string_view cell) {
  const auto digit = [cell](std::size_t at) { return cell[at] - '0'; };
  const int year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  if (cell.size() < 7) return {year * 10000 + 101, year * 10000 + 1231};
  const int month = digit(5) * 10 + digit(6);
  const int base = year * 10000 + month * 100;
  if (cell.size() < 10) return {base + 1, base + days_of_month(year, month)};
  const int day = base + digit(8) * 10 + digit(9);
  return {day, day};
}

// What follows from the day of evaluation. A list has few of them.
struct Today {
  std::array<char, 10> text{};
  int day = 0;
  int weeks_before = 0;   // 6 weeks
  int months_before = 0;  // 6 months

  void set(std::string_view cell) {
    if (std::memcmp(text.data(), cell.data(), text.size()) == 0) return;
    std::memcpy(text.data(), cell.data(), text.size());
    day = dates_of(cell).first;
    int year = day / 10000;
    int month = day / 100 % 100;
    int date = day % 100 - 42;
    while (date < 1) {
      month = month == 1 ? 12 : month - 1;
      year -= month == 12 ? 1 : 0;
      date += days_of_month(year, month);
    }
    weeks_before = year * 10000 + month * 100 + date;
    year = day / 10000;
    month = day / 100 % 100 - 6;
    if (month < 1) {
      month += 12;
      --year;
    }
    months_before = year * 10000 + month * 100 + std::min(day % 100, days_of_month(year, month));
  }
};

// --- what is decided ---

// Those that may come out as failed, and those that may come out as unknown, in the order of the
// rules. The others pass by the assumptions, whatever the list says.
enum Failed : unsigned {
  fails_diagnosis,
  fails_age,
  fails_duration,
  fails_cdai,
  fails_naive,
  fails_stricture,
  fails_abscess,
  fails_surgery,
  fails_tuberculosis,
  fails_screen,
  fails_tpmt,
  failures
};
constexpr std::array<std::string_view, failures> failed_names = {"inclusion.diagnosis",
                                                                 "inclusion.age",
                                                                 "inclusion.disease-duration",
                                                                 "inclusion.cdai",
                                                                 "inclusion.naive",
                                                                 "exclusion.symptomatic-stricture",
                                                                 "exclusion.abscess",
                                                                 "exclusion.abdominal-surgery",
                                                                 "exclusion.tuberculosis-history",
                                                                 "exclusion.tuberculosis-screen",
                                                                 "exclusion.tpmt"};
enum Unknown : unsigned {
  unknown_diagnosis,
  unknown_age,
  unknown_duration,
  unknown_cdai,
  unknown_conventional,
  unknown_surgery,
  unknown_screen,
  unknown_hepatitis,
  unknown_tpmt,
  unknowns
};
constexpr std::array<std::string_view, unknowns> unknown_names = {
    "inclusion.diagnosis",
    "inclusion.age",
    "inclusion.disease-duration",
    "inclusion.cdai",
    "inclusion.failed-conventional-therapy",
    "exclusion.abdominal-surgery",
    "exclusion.tuberculosis-screen",
    "exclusion.hepatitis",
    "exclusion.tpmt"};

struct Outcome {
  unsigned failed = 0;      // a bit each
  unsigned unknown = 0;     // a bit each
  bool would_fail = false;  // by an assumption alone
};

void include(Outcome& outcome, Truth truth, Failed failed, Unknown unknown) {
  outcome.failed |= static_cast<unsigned>(truth == Truth::no) << failed;
  outcome.unknown |= static_cast<unsigned>(truth == Truth::unknown) << unknown;
}
void exclude(Outcome& outcome, Truth truth, Failed failed, Unknown unknown) {
  outcome.failed |= static_cast<unsigned>(truth == Truth::yes) << failed;
  outcome.unknown |= static_cast<unsigned>(truth == Truth::unknown) << unknown;
}

// Inflammatory bowel disease may be Crohn's disease.
Truth crohns_disease(std::string_view cell) {
  if (cell.empty()) return Truth::unknown;
  if (cell[0] == 'c') return Truth::yes;
  return cell == "inflammatory_bowel_disease" ? Truth::unknown : Truth::no;
}

Truth conventional_failure(std::string_view dose, std::string_view weeks, std::string_view response,
                           int least_tenths) {
  // No cell, no such therapy: the list of therapies is taken to name all.
  if (dose.empty() && weeks.empty() && response.empty()) return Truth::no;
  const Truth none = response.empty() ? Truth::unknown : truth(response == "none");
  return both(none, both(at_least(dose, least_tenths), at_least(weeks, 40)));
}

Truth positive(std::string_view result) {
  if (result.empty() || result[0] == 'i') return Truth::unknown;  // indeterminate
  if (result[0] == 'p') return Truth::yes;
  return result[1] == 'e' ? Truth::no : Truth::unknown;  // negative, not_done
}

Truth recent_surgery(std::string_view cell, const Today& today) {
  if (cell.empty()) return Truth::no;
  const Dates date = dates_of(cell);
  if (date.last < today.months_before || date.first > today.day) return Truth::no;
  return date.first >= today.months_before && date.last <= today.day ? Truth::yes : Truth::unknown;
}

Truth excluded_tpmt(std::string_view cell) {
  if (cell.empty()) return Truth::unknown;
  if (cell[0] == 'n') return Truth::no;
  return cell[0] == 'h' ? Truth::yes : Truth::unknown;
}

Outcome decide(const Cells& cells, const Today& today) {
  Outcome outcome;
  const Truth crohns = crohns_disease(cells[diagnosis]);
  include(outcome, crohns, fails_diagnosis, unknown_diagnosis);

  // Who was born on 29 February has the birthday on 1 March, as the numbers have it.
  Truth adult = Truth::unknown;
  if (!cells[birth_date].empty())
    adult = truth(dates_of(cells[birth_date]).first + 21'0000 <= today.day);
  include(outcome, adult, fails_age, unknown_age);

  if (crohns != Truth::no) {
    Truth long_enough = Truth::unknown;
    if (!cells[diagnosed].empty()) {
      const Dates date = dates_of(cells[diagnosed]);
      if (date.last <= today.weeks_before) {
        long_enough = Truth::yes;
      } else if (date.first > today.weeks_before) {
        // Whether it is asked at all may not be known.
        long_enough = crohns == Truth::yes ? Truth::no : Truth::unknown;
      }
    }
    include(outcome, long_enough, fails_duration, unknown_duration);
  }

  Truth active = Truth::unknown;
  if (!cells[cdai].empty()) {
    const int score = tenths_of(cells[cdai]);
    active = truth(score >= 2200 && score <= 4500);
  }
  include(outcome, active, fails_cdai, unknown_cdai);

  const Truth failure =
      either(either(both(yes_or_no(cells[steroid_dependent]), at_least(cells[cdai_after], 2200)),
                    yes_or_no(cells[second_course])),
             either(conventional_failure(cells[mesalamine_dose], cells[mesalamine_weeks],
                                         cells[mesalamine_response], 24),
                    conventional_failure(cells[budesonide_dose], cells[budesonide_weeks],
                                         cells[budesonide_response], 60)));
  outcome.unknown |= static_cast<unsigned>(failure == Truth::unknown) << unknown_conventional;
  outcome.would_fail = failure == Truth::no;

  const bool treated =
      is_yes(cells[azathioprine]) || is_yes(cells[methotrexate]) || is_yes(cells[anti_tnf]);
  outcome.failed |= static_cast<unsigned>(treated) << fails_naive;
  outcome.failed |= static_cast<unsigned>(is_yes(cells[stricture])) << fails_stricture;
  outcome.failed |= static_cast<unsigned>(is_yes(cells[abscess])) << fails_abscess;
  exclude(outcome, recent_surgery(cells[surgery], today), fails_surgery, unknown_surgery);
  outcome.failed |= static_cast<unsigned>(is_yes(cells[tuberculosis])) << fails_tuberculosis;
  exclude(outcome, either(positive(cells[radiograph]), positive(cells[tuberculin])), fails_screen,
          unknown_screen);
  // The list does not say whether it is active.
  outcome.unknown |= static_cast<unsigned>(is_yes(cells[hepatitis_b])) << unknown_hepatitis;
  exclude(outcome, excluded_tpmt(cells[tpmt]), fails_tpmt, unknown_tpmt);
  return outcome;
}

// --- what is written ---

template <std::size_t Size>
std::string joined(const std::array<std::string_view, Size>& names, std::size_t bits) {
  std::string text;
  for (std::size_t i = 0; i < Size; ++i) {
    if ((bits >> i & 1U) == 0) continue;
    if (!text.empty()) text += "; ";
    text += names[i];
  }
  return text;
}

// The cells behind the id, for whatever may come out.
class Endings {
 public:
  Endings() : failed_(std::size_t{1} << failures), unknown_(std::size_t{1} << unknowns) {
    for (std::size_t bits = 1; bits < failed_.size(); ++bits)
      failed_[bits] = ",ineligible," + joined(failed_names, bits) + ",";
    for (std::size_t bits = 0; bits < unknown_.size(); ++bits)
      unknown_[bits] = joined(unknown_names, bits) + "\r\n";
  }

  void add(std::string& out, const Outcome& outcome) const {
    if (outcome.failed != 0) {
      out += failed_[outcome.failed];
    } else {
      out += outcome.unknown != 0 || outcome.would_fail ? ",indeterminate,,"
                                                        : ",eligible_with_assumptions,,";
    }
    out += unknown_[outcome.unknown];
  }

 private:
  std::vector<std::string> failed_;
  std::vector<std::string> unknown_;
};

// --- CSV ---

// A bit for each of 64 bytes: whether a cell ends there.
std::uint64_t ends_of_cells(const char* text) {
#ifdef __SSE2__
  const __m128i comma = _mm_set1_epi8(',');
  const __m128i line = _mm_set1_epi8('\n');
  std::uint64_t bits = 0;
  for (unsigned part = 0; part < 4; ++part) {
    __m128i bytes;
    std::memcpy(&bytes, text + part * 16U, sizeof bytes);
    const __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, comma), _mm_cmpeq_epi8(bytes, line));
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
    bits |= static_cast<std::uint64_t>(mask) << (part * 16U);
  }
  return bits;
#else
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 64; ++i)
    bits |= static_cast<std::uint64_t>(text[i] == ',' || text[i] == '\n') << i;
  return bits;
#endif
}

// Room behind what is read, for whole words and for what simdjson reads ahead.
constexpr std::size_t padding = 128;

class CsvReader {
 public:
  // Whole lines. False where one has not 36 cells.
  bool read(std::string_view text, const Endings& endings, std::string& out) {
    find_ends(text);
    std::size_t begin = 0;
    for (std::size_t row = 0; row + columns <= ends_.size(); row += columns) {
      const std::uint32_t* ends = ends_.data() + row;
      for (std::size_t i = 0; i < columns; ++i) {
        cells_[i] = std::string_view(text.data() + begin, ends[i] - begin);
        begin = ends[i] + 1;
      }
      if (text[begin - 1] != '\n' || cells_[as_of].size() != 10) return false;
      today_.set(cells_[as_of]);
      out += cells_[id];
      endings.add(out, decide(cells_, today_));
    }
    return begin == text.size();
  }

 private:
  void find_ends(std::string_view text) {
    ends_.resize(text.size() + 64);
    std::uint32_t* next = ends_.data();
    for (std::size_t at = 0; at < text.size(); at += 64) {
      std::uint64_t bits = ends_of_cells(text.data() + at);
      if (at + 64 > text.size()) bits &= (std::uint64_t{1} << (text.size() - at)) - 1;
      while (bits != 0) {
        *next++ = static_cast<std::uint32_t>(at + static_cast<unsigned>(std::countr_zero(bits)));
        bits &= bits - 1;
      }
    }
    ends_.resize(static_cast<std::size_t>(next - ends_.data()));
  }

  std::vector<std::uint32_t> ends_;
  Cells cells_;
  Today today_;
};

// --- NDJSON ---

// The text of a string or a number, as it was typed.
std::string_view text_of(simdjson::ondemand::value& value) {
  const std::string_view token = value.raw_json_token();
  if (token[0] != '"') return token;
  std::size_t end = token.size() - 1;  // what follows are blanks, if anything
  while (token[end] != '"') --end;
  return token.substr(1, end - 1);
}

class NdjsonReader {
 public:
  // Whole lines. False where one is not JSON of the shape that is known here.
  bool read(std::string_view text, const Endings& endings, std::string& out) {
    while (!text.empty()) {
      const std::size_t length = text.find('\n') + 1;
      cells_.fill({});
      simdjson::ondemand::document document;
      simdjson::ondemand::object object;
      // What lies behind the line is more of the list, or padding.
      const simdjson::padded_string_view line(text.data(), length, length + padding);
      if (parser_.iterate(line).get(document) != simdjson::SUCCESS ||
          document.get_object().get(object) != simdjson::SUCCESS || !read_profile(object) ||
          cells_[as_of].size() != 10)
        return false;
      today_.set(cells_[as_of]);
      out += cells_[id];
      endings.add(out, decide(cells_, today_));
      text.remove_prefix(length);
    }
    return true;
  }

 private:
  using Key = simdjson::ondemand::raw_json_string;
  using Value = simdjson::ondemand::value;

  // Calls `use` with each key and value.
  template <typename Use>
  static bool each_field(simdjson::ondemand::object object, const Use& use) {
    for (auto found : object) {
      simdjson::ondemand::field field;
      if (std::move(found).get(field) != simdjson::SUCCESS || !use(field.key(), field.value()))
        return false;
    }
    return true;
  }
  template <typename Use>
  static bool each_entry(Value& value, const Use& use) {
    simdjson::ondemand::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return false;
    for (auto found : array) {
      simdjson::ondemand::object entry;
      if (found.get_object().get(entry) != simdjson::SUCCESS || !use(entry)) return false;
    }
    return true;
  }

  // Keys are told apart by as few letters as that takes.
  bool read_profile(simdjson::ondemand::object profile) {
    return each_field(profile, [this](Key key, Value& value) {
      const char* name = key.raw();
      switch (name[0]) {
        case 'i':
          cells_[id] = text_of(value);
          return true;
        case 'a':
          cells_[as_of] = text_of(value);
          return true;
        case 'd':
          return read_section(value, fact_of_disease);
        case 'l':
          return read_section(value, [](const char* fact) { return fact[0] == 't' ? tpmt : id; });
        case 'c':
          return each_entry(value, [this](auto& entry) { return read_condition(entry); });
        case 't':
          if (name[1] == 'e')
            return each_entry(value, [this](auto& entry) { return read_test(entry); });
          return each_entry(value, [this](auto& entry) { return read_therapy(entry); });
        case 'p':
          if (name[1] == 'a') {
            return read_section(value,
                                [](const char* fact) { return fact[0] == 'b' ? birth_date : id; });
          }
          if (name[3] == 'c')
            return each_entry(value, [this](auto& entry) { return read_surgery(entry); });
          return true;
        default:
          return false;
      }
    });
  }

  static Column fact_of_disease(const char* name) {
    switch (name[0]) {
      case 'd':  // diagnosis, diagnosed
        return name[7] == 'i' ? diagnosis : diagnosed;
      case 'c':  // cdai, cdai_after_steroid_reduction
        return name[4] == '_' ? cdai_after : cdai;
      case 's':  // steroid_dependent, second_steroid_course_within_12_months
        return name[1] == 't' ? steroid_dependent : second_course;
      default:
        return id;
    }
  }

  // `column` says which column a key is; `id` where it is none of those that are read.
  template <typename ColumnOf>
  bool read_section(Value& section, const ColumnOf& column) {
    simdjson::ondemand::object object;
    if (section.get_object().get(object) != simdjson::SUCCESS) return false;
    return each_field(object, [&](Key key, Value& value) {
      const Column at = column(key.raw());
      if (at != id) cells_[at] = text_of(value);
      return true;
    });
  }

  bool read_therapy(simdjson::ondemand::object entry) {
    std::string_view drug;
    std::string_view dose;
    std::string_view weeks;
    std::string_view response;
    bool absent = false;
    const bool read = each_field(entry, [&](Key key, Value& value) {
      const char* name = key.raw();
      if (name[0] == 'r') {
        if (name[1] == 'e') response = text_of(value);
      } else if (name[0] == 's') {
        absent = text_of(value) == "absent";
      } else if (name[0] == 'd') {
        (name[1] == 'r' ? drug : name[1] == 'o' ? dose : weeks) = text_of(value);
      }
      return true;
    });
    const std::string_view given = absent ? "no" : "yes";
    if (drug.starts_with("az")) {
      cells_[azathioprine] = given;
    } else if (drug.starts_with("met")) {
      cells_[methotrexate] = given;
    } else if (drug.starts_with("an")) {
      cells_[anti_tnf] = given;
    } else if (drug.starts_with("mes")) {
      cells_[mesalamine_dose] = dose;
      cells_[mesalamine_weeks] = weeks;
      cells_[mesalamine_response] = response;
    } else if (drug.starts_with("b")) {
      cells_[budesonide_dose] = dose;
      cells_[budesonide_weeks] = weeks;
      cells_[budesonide_response] = response;
    }
    return read;
  }

  bool read_condition(simdjson::ondemand::object entry) {
    std::string_view condition;
    bool absent = false;
    const bool read = each_field(entry, [&](Key key, Value& value) {
      if (key.raw()[0] == 'c') {
        condition = text_of(value);
      } else {
        absent = text_of(value) == "absent";
      }
      return true;
    });
    if (absent || condition.size() < 3) return read;
    switch (condition[0]) {
      case 't':
        cells_[tuberculosis] = "yes";
        break;
      case 's':
        cells_[stricture] = "yes";
        break;
      case 'a':
        cells_[abscess] = "yes";
        break;
      case 'h':  // hepatitis_b, heart_failure
        if (condition[2] == 'p') cells_[hepatitis_b] = "yes";
        break;
      default:
        break;
    }
    return read;
  }

  bool read_surgery(simdjson::ondemand::object entry) {
    return each_field(entry, [this](Key key, Value& value) {
      if (key.raw()[0] == 'd') cells_[surgery] = text_of(value);
      return true;
    });
  }

  bool read_test(simdjson::ondemand::object entry) {
    std::string_view test;
    std::string_view result;
    const bool read = each_field(entry, [&](Key key, Value& value) {
      const char first = key.raw()[0];
      if (first == 't') test = text_of(value);
      if (first == 'r') result = text_of(value);
      return true;
    });
    cells_[test.starts_with('c') ? radiograph : tuberculin] = result;
    return read;
  }

  simdjson::ondemand::parser parser_;
  Cells cells_;
  Today today_;
};

// --- the whole list, in blocks that threads take in turn ---

struct Settings {
  std::string list;
  std::string output = "-";
  bool ndjson = false;
  std::size_t threads = 1;
};

class Job {
 public:
  Job(int list, std::size_t size, int output) : list_(list), size_(size), output_(output) {}

  template <typename Reader>
  bool run(std::size_t threads, std::size_t begin) {
    begin_ = begin;
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back([this] { work<Reader>(); });
    work<Reader>();
    for (std::thread& other : others) other.join();
    return !failed_;
  }

  [[nodiscard]] bool write_all(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t written = ::write(output_, text.data(), text.size());
      if (written <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

  // Fewer than were asked for only at the end of the list.
  [[nodiscard]] std::size_t read_at(char* to, std::size_t size, std::size_t offset) const {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t read =
          ::pread(list_, to + done, size - done, static_cast<off_t>(offset + done));
      if (read <= 0) break;
      done += static_cast<std::size_t>(read);
    }
    return done;
  }

 private:
  static constexpr std::size_t block_size = std::size_t{1} << 18U;
  static constexpr std::size_t longest_line = std::size_t{1} << 14U;

  // A line belongs to the block in which it begins.
  template <typename Reader>
  void work() {
    Reader reader;
    std::string bytes(block_size + longest_line + padding, '\0');
    std::string out;
    while (!failed_) {
      const std::size_t block = next_block_++;
      const std::size_t at = begin_ + block * block_size;
      if (at >= size_) return;
      const bool done = find_lines(at, bytes, [&](std::string_view lines) {
        out.clear();
        return reader.read(lines, endings_, out);
      });
      std::size_t turn = turn_;
      while (turn != block) {
        turn_.wait(turn);
        turn = turn_;
      }
      if (!done || failed_ || !write_all(out)) failed_ = true;
      ++turn_;
      turn_.notify_all();
    }
  }

  template <typename Use>
  bool find_lines(std::size_t at, std::string& bytes, const Use& use) const {
    // One byte more in front, which says whether a line begins with the block.
    const std::size_t from = at == begin_ ? at : at - 1;
    const std::size_t have = read_at(bytes.data(), block_size + longest_line + (at - from), from);
    const std::string_view text(bytes.data(), have);
    const auto begin_after = [&](std::size_t place) {
      const auto line = text.find('\n', place);
      return line == std::string_view::npos ? have : line + 1;
    };
    const std::size_t first = at == begin_ ? 0 : begin_after(0);
    const std::size_t end = at - from + block_size;
    const std::size_t last = end >= have ? have : begin_after(end - 1);
    const std::string_view lines = text.substr(first, last - std::min(first, last));
    return lines.empty() || (lines.back() == '\n' && use(lines));
  }

  int list_;
  std::size_t size_;
  int output_;
  std::size_t begin_ = 0;
  Endings endings_;
  std::atomic<std::size_t> next_block_ = 0;
  std::atomic<std::size_t> turn_ = 0;
  std::atomic<bool> failed_ = false;
};

std::optional<Settings> read_settings(const std::vector<std::string_view>& arguments) {
  if (arguments.empty() || arguments.size() % 2 == 0) return std::nullopt;
  Settings settings;
  settings.list = arguments[0];
  settings.ndjson = arguments[0].ends_with(".ndjson");
  for (std::size_t i = 1; i < arguments.size(); i += 2) {
    const std::string_view value = arguments[i + 1];
    if (arguments[i] == "--format") {
      settings.ndjson = value == "ndjson";
      if (!settings.ndjson && value != "csv") return std::nullopt;
    } else if (arguments[i] == "--threads") {
      const auto [end, error] =
          std::from_chars(value.data(), value.data() + value.size(), settings.threads);
      if (error != std::errc() || settings.threads == 0) return std::nullopt;
    } else if (arguments[i] == "--output") {
      settings.output = value;
    } else {
      return std::nullopt;
    }
  }
  return settings;
}

int complain(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  return 6;
}

int run(const Settings& settings) {
  const int list = ::open(settings.list.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat about {};
  if (list < 0 || ::fstat(list, &about) != 0) return complain(settings.list + ": cannot be read");
  constexpr int mode = 0644;
  const int output =
      settings.output == "-"
          ? STDOUT_FILENO
          : ::open(settings.output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (output < 0) return complain(settings.output + ": cannot be written");
  Job job(list, static_cast<std::size_t>(about.st_size), output);
  bool done = job.write_all("id,eligibility,failed,unknown\r\n");
  if (settings.ndjson) {
    done = done && job.run<NdjsonReader>(settings.threads, 0);
  } else {
    std::string head(std::size_t{1} << 14U, '\0');
    head.resize(job.read_at(head.data(), head.size(), 0));
    done = done && job.run<CsvReader>(settings.threads, head.find('\n') + 1);
  }
  ::close(list);
  if (output != STDOUT_FILENO && ::close(output) != 0) done = false;
  return done ? 0 : complain(settings.list + ": not a list that is known here, or a full disk");
}

}  // namespace

int main(int count, char** arguments) {
  const auto settings = read_settings({arguments + 1, arguments + count});
  if (!settings) {
    std::fputs("regimen_by_hand LIST [--format csv|ndjson] [--threads N] [--output FILE|-]\n",
               stderr);
    return 2;
  }
  return run(*settings);
}
