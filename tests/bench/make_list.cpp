// Entry: main. Test: tests/bench/lists_test.sh.
//
// Makes up a referral list: 36 columns of CSV, whose mapping is tests/bench/list.mapping.yaml, or
// the same patients as NDJSON, a profile a line.
//
//   regimen_make_list --rows N [--seed S] [--format csv|ndjson] [--missing 0.08] [--output FILE|-]
//
// The same seed gives the same list, and the first rows of a longer one. What the trial's paper
// prints of its patients is drawn as printed (quoted where it is drawn). All else is an invention
// of this file, chosen so that a list holds patients who fail each criterion: no share here that
// is not quoted says anything of anybody.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

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

constexpr std::string_view header =
    "id,as_of,birth_date,sex,weight_kg,pregnant,diagnosis,diagnosed,cdai,steroid_dependent,"
    "cdai_after_steroid_reduction,second_steroid_course,mucosal_ulceration,crp_mg_per_l,tpmt,"
    "nudt15,mesalamine_dose_g_per_day,mesalamine_weeks,mesalamine_response,"
    "budesonide_dose_mg_per_day,budesonide_weeks,budesonide_response,prednisone_dose_mg_per_day,"
    "prior_azathioprine,prior_methotrexate,prior_anti_tnf,heart_failure,tuberculosis,hepatitis_b,"
    "symptomatic_stricture,abscess,abdominal_surgery,chest_radiograph,chest_radiograph_date,"
    "tuberculin_skin_test,tuberculin_skin_test_date\n";

using Cells = std::array<std::string, columns>;
using Days = std::chrono::sys_days;

// SplitMix64 (Steele, Lea and Flood 2014, OOPSLA): a stream of its own for each row.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t row) : state_(mixed(seed) ^ mixed(~row)) {}

  std::uint64_t next() { return mixed(state_ += 0x9E3779B97F4A7C15U); }
  double uniform() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
  bool chance(double share) { return uniform() < share; }
  int from_to(int low, int high) {
    return low + static_cast<int>(uniform() * static_cast<double>(high - low + 1));
  }
  // Near enough to a normal deviate: four uniform ones, whose variance is a third.
  double deviate() {
    return (uniform() + uniform() + uniform() + uniform() - 2) * 1.7320508075688772;
  }

 private:
  static std::uint64_t mixed(std::uint64_t x) {
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31U);
  }

  std::uint64_t state_;
};

struct Share {
  double share;
  std::string_view word;
};

// The last takes what is left.
template <std::size_t Size>
std::string_view one_of(Random& random, const std::array<Share, Size>& shares) {
  double at = random.uniform();
  for (const Share& one : shares) {
    at -= one.share;
    if (at < 0) return one.word;
  }
  return shares.back().word;
}

void digits(std::string& cell, int number, int width) {
  std::array<char, 12> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  for (auto length = end - text.data(); length < width; ++length) cell += '0';
  cell.append(text.data(), end);
}

void whole(std::string& cell, double number) {
  cell.clear();
  digits(cell, static_cast<int>(std::lround(number)), 1);
}

void tenths(std::string& cell, double number) {
  const int all = static_cast<int>(std::lround(number * 10));
  cell.clear();
  digits(cell, all / 10, 1);
  if (all % 10 == 0) return;
  cell += '.';
  digits(cell, all % 10, 1);
}

enum class Precision { day, month, year };

void date(std::string& cell, Days day, Precision precision) {
  const std::chrono::year_month_day date(day);
  cell.clear();
  digits(cell, static_cast<int>(date.year()), 4);
  if (precision == Precision::year) return;
  cell += '-';
  digits(cell, static_cast<int>(static_cast<unsigned>(date.month())), 2);
  if (precision == Precision::month) return;
  cell += '-';
  digits(cell, static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

Days back(Days day, double days) { return day - std::chrono::days(static_cast<int>(days)); }

constexpr double year = 365.25;

void draw_patient(Random& random, Days today, Cells& cells) {
  // Paper, Table 1, "Male sex": 262 of 508 (51.6 %).
  const bool male = random.chance(0.516);
  cells[sex] = male ? "male" : "female";
  // Paper, Table 1, "Median age": 34.0; footnote: 18 to 80. Invented: 3 % younger, 3 % older.
  const double kind = random.uniform();
  const double place = random.uniform();
  double age = place < 0.5 ? 18 + 32 * place : 34 + 46 * (2 * place - 1) * (2 * place - 1);
  if (kind < 0.03) age = 10 + 8 * place;
  if (kind > 0.97) age = 80 + 12 * place;
  date(cells[birth_date], back(today, age * year), Precision::day);
  // Paper, Table 1, "Median body weight": 70.2. The spread is invented.
  tenths(cells[weight], std::clamp(70.2 + 14 * random.deviate(), 38.0, 150.0));
  cells[pregnant] = male ? "" : random.chance(0.03) ? "yes" : "no";

  static constexpr std::array<Share, 7> diagnoses = {{{0.80, "crohns_disease"},
                                                      {0.05, "crohns_disease_of_small_bowel"},
                                                      {0.05, "crohns_disease_of_large_bowel"},
                                                      {0.05, "ulcerative_colitis"},
                                                      {0.02, "inflammatory_bowel_disease"},
                                                      {0.015, "indeterminate_colitis"},
                                                      {0.015, "irritable_bowel_syndrome"}}};
  cells[diagnosis] = one_of(random, diagnoses);
  // Paper, Table 1, "Median disease duration": 2.3 years; the shape is invented, and so are 4 % of
  // the last two months.
  double duration = -2.3 * std::log2(1 - random.uniform()) * year;
  if (random.chance(0.04)) duration = 60 * random.uniform();
  const double known = random.uniform();
  date(cells[diagnosed], back(today, std::min(duration, 0.9 * age * year)),
       known < 0.15   ? Precision::day
       : known < 0.85 ? Precision::month
                      : Precision::year);
}

void draw_disease(Random& random, Cells& cells) {
  // Paper, Table 1, "Crohn's Disease Activity Index score": 287.3 with a standard deviation
  // of 56.7. Invented: every third of a list that nobody has sifted.
  const bool sifted = random.chance(0.67);
  const double score = sifted ? 287.3 + 56.7 * random.deviate() : 190 + 100 * random.deviate();
  whole(cells[cdai], std::clamp(score, 0.0, 600.0));
  const bool dependent = random.chance(0.28);
  cells[steroid_dependent] = dependent ? "yes" : "no";
  cells[cdai_after].clear();
  if (dependent && random.chance(0.8))
    whole(cells[cdai_after], std::clamp(240 + 70 * random.deviate(), 0.0, 600.0));
  static constexpr std::array<Share, 3> second = {{{0.35, "yes"}, {0.62, "no"}, {0.03, "unknown"}}};
  cells[second_course] = one_of(random, second);
  // Paper, Results, "Secondary End Points and Exploratory Analyses": ulcers in 325 of 508, none in
  // 93, inconclusive or not done in 90, of whom each half is invented.
  static constexpr std::array<Share, 4> ulcers = {{{325.0 / 508, "yes"},
                                                   {93.0 / 508, "no"},
                                                   {45.0 / 508, "inconclusive"},
                                                   {45.0 / 508, "not_done"}}};
  cells[ulceration] = one_of(random, ulcers);
  // Paper, Table 1, "Median C-reactive protein": 1.1 mg/dl. The spread is invented.
  tenths(cells[crp], std::clamp(11 * std::exp(random.deviate()), 0.2, 300.0));
  static constexpr std::array<Share, 5> enzymes = {{{0.88, "normal"},
                                                    {0.10, "heterozygous"},
                                                    {0.005, "homozygous_mutant"},
                                                    {0.005, "possible_intermediate"},
                                                    {0.01, "indeterminate"}}};
  cells[tpmt] = one_of(random, enzymes);
  static constexpr std::array<Share, 3> nudt = {
      {{0.97, "normal"}, {0.02, "heterozygous"}, {0.01, "indeterminate"}}};
  cells[nudt15] = one_of(random, nudt);
}

void draw_therapies(Random& random, Cells& cells) {
  static constexpr std::array<Share, 5> responses = {
      {{0.5, "none"}, {0.25, "partial"}, {0.05, "full"}, {0.12, "lost"}, {0.08, "intolerant"}}};
  for (std::size_t i = mesalamine_dose; i <= prednisone_dose; ++i) cells[i].clear();
  // Paper, Table 1, "5-Aminosalicylic compounds": 276 of 508 (54.3 %).
  if (random.chance(0.543)) {
    static constexpr std::array<Share, 5> doses = {
        {{0.15, "1.2"}, {0.15, "1.5"}, {0.35, "2.4"}, {0.2, "3"}, {0.15, "4.8"}}};
    cells[mesalamine_dose] = one_of(random, doses);
    whole(cells[mesalamine_weeks], random.from_to(1, random.chance(0.4) ? 8 : 60));
    cells[mesalamine_response] = one_of(random, responses);
  }
  // Paper, Table 1, "Budesonide": 72 of 508 (14.2 %).
  if (random.chance(0.142)) {
    static constexpr std::array<Share, 3> doses = {{{0.25, "3"}, {0.35, "6"}, {0.4, "9"}}};
    cells[budesonide_dose] = one_of(random, doses);
    whole(cells[budesonide_weeks], random.from_to(1, 16));
    cells[budesonide_response] = one_of(random, responses);
  }
  // Paper, Table 1, "Systemic corticosteroids": 0 in 369 of 508 (72.6 %), below 20 mg in 47 (9.3
  // %), 20 mg or more in 92 (18.1 %).
  const double steroid = random.uniform();
  if (steroid >= 0.726) {
    whole(cells[prednisone_dose],
          steroid < 0.819 ? 5 * random.from_to(1, 3) : 10 * random.from_to(2, 6));
  }
  cells[azathioprine] = random.chance(0.18) ? "yes" : "no";
  cells[methotrexate] = random.chance(0.04) ? "yes" : "no";
  cells[anti_tnf] = random.chance(0.14) ? "yes" : "no";
}

void draw_history(Random& random, Days today, Cells& cells) {
  cells[heart_failure] = random.chance(0.01) ? "yes" : "no";
  cells[tuberculosis] = random.chance(0.01) ? "yes" : "no";
  cells[hepatitis_b] = random.chance(0.015) ? "yes" : "no";
  cells[stricture] = random.chance(0.04) ? "yes" : "no";
  cells[abscess] = random.chance(0.03) ? "yes" : "no";
  cells[surgery].clear();
  if (random.chance(0.12)) {
    const double long_ago = random.uniform();
    date(cells[surgery], back(today, long_ago * long_ago * 3000),
         random.chance(0.3) ? Precision::month : Precision::day);
  }
  static constexpr std::array<Share, 4> films = {
      {{0.90, "negative"}, {0.02, "positive"}, {0.02, "indeterminate"}, {0.06, "not_done"}}};
  static constexpr std::array<Share, 4> skin = {
      {{0.86, "negative"}, {0.04, "positive"}, {0.01, "indeterminate"}, {0.09, "not_done"}}};
  cells[radiograph] = one_of(random, films);
  date(cells[radiograph_date], back(today, 120 * random.uniform()), Precision::day);
  cells[tuberculin] = one_of(random, skin);
  date(cells[tuberculin_date], back(today, 120 * random.uniform()), Precision::day);
}

void draw_row(std::uint64_t seed, std::uint64_t row, double missing, Cells& cells) {
  Random random(seed, row);
  cells[id] = "R-";
  digits(cells[id], static_cast<int>(row + 1), 8);
  // Three days, the first of which has no like six months before.
  const Days today =
      Days(std::chrono::year(2026) / 10 / 31) + std::chrono::days(random.from_to(0, 2));
  date(cells[as_of], today, Precision::day);
  draw_patient(random, today, cells);
  draw_disease(random, cells);
  draw_therapies(random, cells);
  draw_history(random, today, cells);
  for (std::size_t i = birth_date; i < columns; ++i) {
    if (random.chance(missing)) cells[i].clear();
  }
}

// --- as CSV ---

void add_csv(std::string& out, const Cells& cells) {
  for (const std::string& cell : cells) {
    out += cell;
    out += ',';
  }
  out.back() = '\n';
}

// --- as NDJSON: what the mapping makes of the same cells ---

class Line {
 public:
  explicit Line(std::string& out) : out_(out) {}

  void open(std::string_view key, char bracket) {
    if (!key.empty()) name(key);
    comma();
    out_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    first_ = false;
  }
  void text(std::string_view key, std::string_view value, std::string_view unit = {}) {
    if (value.empty()) return;
    name(key);
    out_.append("\"").append(value).append(unit).append("\"");
    first_ = false;
  }
  void number(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    name(key);
    out_ += value;
    first_ = false;
  }

 private:
  void comma() {
    if (!first_) out_ += ',';
    first_ = true;
  }
  void name(std::string_view key) {
    comma();
    out_.append("\"").append(key).append("\":");
  }

  std::string& out_;
  bool first_ = true;
};

// A drug or a condition that was asked of everybody.
void add_asked(Line& line, std::string_view field, std::string_view name, std::string_view cell,
               std::string_view status = {}) {
  if (cell.empty()) return;
  line.open({}, '{');
  line.text(field, name);
  line.text("status", cell == "yes" ? status : "absent");
  line.close('}');
}

void add_course(Line& line, std::string_view drug, const std::string* course,
                std::string_view unit) {
  const std::string& dose = course[0];
  const std::string& weeks = course[1];
  const std::string& response = course[2];
  if (dose.empty() && weeks.empty() && response.empty()) return;
  line.open({}, '{');
  line.text("drug", drug);
  line.text("route", "oral");
  line.text("dose", dose, unit);
  line.text("duration", weeks, " weeks");
  line.text("response", response);
  line.close('}');
}

void add_test(Line& line, std::string_view test, const std::string& result,
              const std::string& day) {
  if (result.empty() && day.empty()) return;
  line.open({}, '{');
  line.text("test", test);
  line.text("result", result);
  line.text("date", day);
  line.close('}');
}

void add_ndjson(std::string& out, const Cells& cells) {
  Line line(out);
  line.open({}, '{');
  line.text("profile", "1");
  line.text("id", cells[id]);
  line.text("as_of", cells[as_of]);
  line.open("patient", '{');
  line.text("birth_date", cells[birth_date]);
  line.text("sex", cells[sex]);
  line.text("weight", cells[weight], " kg");
  line.text("pregnant", cells[pregnant]);
  line.close('}');
  line.open("disease", '{');
  line.text("diagnosis", cells[diagnosis]);
  line.text("diagnosed", cells[diagnosed]);
  line.number("cdai", cells[cdai]);
  line.text("steroid_dependent", cells[steroid_dependent]);
  line.number("cdai_after_steroid_reduction", cells[cdai_after]);
  line.text("second_steroid_course_within_12_months", cells[second_course]);
  line.text("mucosal_ulceration", cells[ulceration]);
  line.close('}');
  line.open("labs", '{');
  line.text("crp", cells[crp], " mg/L");
  line.text("tpmt_phenotype", cells[tpmt]);
  line.text("nudt15_phenotype", cells[nudt15]);
  line.close('}');
  line.open("therapies", '[');
  add_course(line, "mesalamine", &cells[mesalamine_dose], " g/day");
  add_course(line, "budesonide", &cells[budesonide_dose], " mg/day");
  if (!cells[prednisone_dose].empty()) {
    line.open({}, '{');
    line.text("drug", "prednisone");
    line.text("route", "oral");
    line.text("dose", cells[prednisone_dose], " mg/day");
    line.text("ongoing", "yes");
    line.close('}');
  }
  add_asked(line, "drug", "azathioprine", cells[azathioprine]);
  add_asked(line, "drug", "methotrexate", cells[methotrexate]);
  add_asked(line, "drug", "anti_tnf", cells[anti_tnf]);
  line.close(']');
  line.open("conditions", '[');
  add_asked(line, "condition", "heart_failure", cells[heart_failure]);
  add_asked(line, "condition", "tuberculosis", cells[tuberculosis]);
  add_asked(line, "condition", "hepatitis_b", cells[hepatitis_b]);
  add_asked(line, "condition", "symptomatic_stricture", cells[stricture], "active");
  add_asked(line, "condition", "abscess", cells[abscess], "active");
  line.close(']');
  line.open("procedures", '[');
  if (!cells[surgery].empty()) {
    line.open({}, '{');
    line.text("procedure", "abdominal_surgery");
    line.text("date", cells[surgery]);
    line.close('}');
  }
  line.close(']');
  line.open("tests", '[');
  add_test(line, "chest_radiograph", cells[radiograph], cells[radiograph_date]);
  add_test(line, "tuberculin_skin_test", cells[tuberculin], cells[tuberculin_date]);
  line.close(']');
  line.close('}');
  out += '\n';
}

// --- the program ---

struct Settings {
  std::uint64_t rows = 0;
  std::uint64_t seed = 1;
  bool ndjson = false;
  double missing = 0.08;
  std::string output = "-";
};

template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::optional<Settings> read_settings(const std::vector<std::string_view>& arguments) {
  Settings settings;
  constexpr std::uint64_t most_rows = 99'999'999;  // what the id has room for
  for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
    const std::string_view key = arguments[i];
    const std::string_view value = arguments[i + 1];
    bool good = true;
    if (key == "--rows") {
      good = read_number(value, settings.rows) && settings.rows <= most_rows;
    } else if (key == "--seed") {
      good = read_number(value, settings.seed);
    } else if (key == "--format") {
      settings.ndjson = value == "ndjson";
      good = settings.ndjson || value == "csv";
    } else if (key == "--missing") {
      good = read_number(value, settings.missing);
    } else if (key == "--output") {
      settings.output = value;
    } else {
      good = false;
    }
    if (!good) return std::nullopt;
  }
  if (arguments.size() % 2 != 0 || settings.rows == 0) return std::nullopt;
  return settings;
}

bool write_list(const Settings& settings, std::FILE* file) {
  constexpr std::size_t block = std::size_t{1} << 20U;
  std::string out;
  out.reserve(block + 8192);
  if (!settings.ndjson) out = header;
  Cells cells;
  const auto flush = [&] {
    const bool written = std::fwrite(out.data(), 1, out.size(), file) == out.size();
    out.clear();
    return written;
  };
  for (std::uint64_t row = 0; row < settings.rows; ++row) {
    draw_row(settings.seed, row, settings.missing, cells);
    if (settings.ndjson) {
      add_ndjson(out, cells);
    } else {
      add_csv(out, cells);
    }
    if (out.size() >= block && !flush()) return false;
  }
  return flush() && std::fflush(file) == 0;
}

}  // namespace

int main(int count, char** arguments) {
  const auto settings = read_settings({arguments + 1, arguments + count});
  if (!settings) {
    std::fputs(
        "regimen_make_list --rows N [--seed S] [--format csv|ndjson] [--missing 0.08] "
        "[--output FILE|-]\n",
        stderr);
    return 2;
  }
  const bool to_file = settings->output != "-";
  std::FILE* file = to_file ? std::fopen(settings->output.c_str(), "wb") : stdout;
  bool written = file != nullptr && write_list(*settings, file);
  if (to_file && file != nullptr) written = std::fclose(file) == 0 && written;
  if (!written) std::perror(settings->output.c_str());
  return written ? 0 : 6;
}
