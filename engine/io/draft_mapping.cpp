// Entry: draft_mapping. Test: tests/io/draft_mapping_test.cpp.
#include "engine/io/draft_mapping.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "engine/core/text.h"
#include "engine/io/cell_text.h"

namespace regimen::io {

using facts::Kind;

namespace {

using Tokens = std::vector<std::string>;

// The folded words of a header; brackets and commas part them too.
Tokens tokens_of(std::string_view header) {
  std::string plain(header);
  std::replace_if(
      plain.begin(), plain.end(),
      [](char c) { return c == '(' || c == ')' || c == '[' || c == ']' || c == ',' || c == ':'; },
      ' ');
  Tokens tokens;
  std::string word;
  for (const char c : core::fold_name(plain) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      tokens.push_back(std::exchange(word, {}));
    }
  }
  return tokens;
}

std::string joined(const Tokens& tokens, std::size_t begin, std::size_t end,
                   const char* between = " ") {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += (i > begin ? between : "") + tokens[i];
  return text;
}

// YAML in double quotes says any header.
std::string in_yaml(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (c == '\r') {
      result += "\\r";
    } else {
      result += c;
    }
  }
  return result + '"';
}

class Drafter {
 public:
  Drafter(const facts::Knowledge& knowledge, const TableHead& head, const RowLimits& limits)
      : knowledge_(knowledge), vocabulary_(knowledge.vocabulary), head_(head) {
    const facts::Vocabulary& vocabulary = vocabulary_;
    for (const facts::FactDef& fact : vocabulary.facts()) {
      add_name(facts_, fact.id, &fact);
      add_name(facts_, fact.at.substr(fact.at.rfind('.') + 1), &fact);
      for (const auto& [locale, wording] : knowledge.wording)
        add_name(facts_, knowledge.word(locale, "facts", fact.id), &fact);
    }
    for (const ListChunk& chunk : head.chunks) {
      for (const RawRow& row : chunk.rows) {
        if (row.state != RowState::whole || samples_.size() >= most_samples) continue;
        split_cells(chunk.source->text(), row, head.header.delimiter, limits.columns,
                    samples_.emplace_back());
      }
    }
  }

  DraftMapping run() {
    const std::vector<Cell>& cells = head_.header.cells.cells;
    std::size_t width = cells.size();
    while (width > 0 && cells[width - 1].text.empty()) --width;
    std::string columns;
    DraftMapping draft;
    for (std::size_t i = 0; i < width; ++i) {
      const auto target = target_of(cells[i].text);
      if (!target) ++draft.not_understood;
      columns +=
          "  " + in_yaml(cells[i].text) + ": " + target.value_or("   # not understood") + "\n";
    }
    draft.columns = width;
    const char delimiter = head_.header.delimiter;
    draft.text = "# A draft by the names of the columns: to be read, corrected and completed.\n";
    draft.text += "mapping: \"1\"\ndelimiter: ";
    draft.text += delimiter == '\t' ? "tab" : in_yaml(std::string(1, delimiter));
    draft.text += "\ndecimal: " + in_yaml(decimal()) + "\n" + dates();
    draft.text += "yes: []\nno: []\nunknown: []\n";
    if (used_.count("as_of") == 0)
      draft.text += "# as_of: the day of evaluation, or the name of a column\n";
    if (!lists_.empty()) {
      draft.text +=
          "# What it means that an entry is not there: yes, it is absent; no, it is not known; "
          "plain, a "
          "declared assumption decides.\ncomplete: {";
      for (const std::string& list : lists_)
        draft.text += (list == *lists_.begin() ? "" : ", ") + list + ": \"no\"";
      draft.text += "}\n";
    }
    draft.text += "columns:\n" + columns;
    return draft;
  }

 private:
  static constexpr std::size_t most_samples = 200;

  template <typename T>
  static void add_name(std::unordered_map<std::string, T>& names, std::string_view name, T value) {
    names.emplace(joined(tokens_of(name), 0, tokens_of(name).size()), value);
  }

  // --- what the cells look like ---

  template <typename Judge>
  [[nodiscard]] std::size_t count_cells(Judge judge) const {
    std::size_t count = 0;
    for (const Cells& row : samples_)
      count += static_cast<std::size_t>(std::count_if(
          row.cells.begin(), row.cells.end(), [&](const Cell& cell) { return judge(cell.text); }));
    return count;
  }

  [[nodiscard]] std::string decimal() const {
    const auto with = [this](char sign) {
      return count_cells([sign](std::string_view cell) {
        const auto at = cell.find(sign);
        return at != std::string_view::npos && at > 0 &&
               cell.find(sign, at + 1) == std::string_view::npos &&
               std::all_of(cell.begin(), cell.end(),
                           [sign](char c) { return c == sign || (c >= '0' && c <= '9'); });
      });
    };
    return with(',') > with('.') ? "," : ".";
  }

  // The order in which all dates are dates; none where several fit or none does.
  [[nodiscard]] std::string dates() const {
    const auto read = [this](DateOrder order) {
      return count_cells([order](std::string_view cell) {
        return cell.size() > 5 && profile_date(cell, order, "./-").has_value();
      });
    };
    const std::size_t iso = read(DateOrder::iso);
    const std::size_t dmy = read(DateOrder::dmy);
    const std::size_t mdy = read(DateOrder::mdy);
    if (dmy == iso && mdy == iso) return "dates: iso\n";
    if (dmy > mdy) return "dates: dmy\n";
    if (mdy > dmy) return "dates: mdy\n";
    return "dates:   # dmy or mdy? the first rows fit both\n";
  }

  // --- what a header says ---

  std::optional<std::string> target_of(std::string_view header) {
    const Tokens tokens = tokens_of(header);
    if (tokens.empty()) return std::nullopt;
    const std::string whole = joined(tokens, 0, tokens.size());
    // The words of the format itself; a patient has a number in most lists.
    for (const char* key : {"id", "as of", "jurisdiction"}) {
      const std::string target = std::string(key) == "as of" ? "as_of" : key;
      const bool named =
          whole == key || (target == "id" && (whole == "patient id" || whole == "nr"));
      if (named) return once(target, target);
    }
    for (std::size_t end = tokens.size(); end > 0; --end) {
      const auto found = facts_.find(joined(tokens, 0, end));
      if (found == facts_.end()) continue;
      const facts::FactDef& fact = *found->second;
      const auto unit = unit_of(tokens, end, fact.type);
      if (!unit) continue;
      return once(fact.at,
                  unit->empty() ? fact.at : "{path: " + fact.at + ", unit: " + *unit + "}");
    }
    return entry_of(tokens);
  }

  // A target that another column has already is not understood.
  std::optional<std::string> once(const std::string& target, const std::string& text) {
    return used_.insert(target).second ? std::optional(text) : std::nullopt;
  }

  // The unit that the words from `begin` on are: `g per day`, `mg l`. Empty where there are none;
  // nothing where they are no unit of the type.
  [[nodiscard]] std::optional<std::string> unit_of(const Tokens& tokens, std::size_t begin,
                                                   const facts::ValueType& type) const {
    if (begin == tokens.size()) return std::string();
    Tokens rest(tokens.begin() + static_cast<std::ptrdiff_t>(begin), tokens.end());
    rest.erase(std::remove(rest.begin(), rest.end(), "per"), rest.end());
    const std::string text = joined(rest, 0, rest.size(), "/");
    const auto unit = knowledge_.units.parse(text);
    if (!unit) return std::nullopt;
    const bool number = type.kind == Kind::number && !type.unit.text.empty() && !unit->calendar &&
                        unit->dimension == type.unit.dimension;
    const bool span = type.kind == Kind::span && unit->dimension == facts::time_dimension;
    return number || span ? std::optional(text) : std::nullopt;
  }

  // Whether the words before a concept only say that it was there at some time.
  [[nodiscard]] static bool says_ever(const Tokens& tokens, std::size_t end) {
    static const std::set<std::string> words = {"any",   "ever", "had",      "has",  "history",
                                                "known", "of",   "previous", "prior"};
    return std::all_of(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(end),
                       [](const std::string& word) { return words.count(word) > 0; });
  }

  // A concept of a list, perhaps with words before it (`prior ...`), perhaps with a field and a
  // unit behind it.
  std::optional<std::string> entry_of(const Tokens& tokens) {
    for (std::size_t begin = 0; begin < tokens.size() && says_ever(tokens, begin); ++begin) {
      for (std::size_t end = tokens.size(); end > begin; --end) {
        for (const facts::ListDef& list : vocabulary_.lists()) {
          const facts::FieldDef& identity = list.fields[list.identity];
          const auto found =
              knowledge_.terminology.resolve(identity.type.domain, joined(tokens, begin, end));
          if (found.match != facts::Match::found) continue;
          const std::string& id = knowledge_.terminology.at(found.concept_id).id;
          std::string text = "{list: ";
          text.append(list.id).append(", key: ").append(id).append(", entry: {");
          text.append(identity.id).append(": ").append(id).append("}");
          const auto rest = field_of(list, tokens, end);
          if (!rest) continue;
          if (rest->empty() && list.outcome) continue;  // of a test more must be said
          text += rest->empty() ? ", yes: present, no: absent, empty: nothing}" : *rest + "}";
          std::string filled = list.id;
          filled.append(" ").append(id).append(*rest, 0, rest->find(", unit"));
          auto target = once(filled, text);
          if (target && list.closable) lists_.insert(list.id);
          return target;
        }
      }
    }
    return std::nullopt;
  }

  // `, field: dose, unit: g/day`; empty where nothing follows the concept.
  [[nodiscard]] std::optional<std::string> field_of(const facts::ListDef& list,
                                                    const Tokens& tokens, std::size_t begin) const {
    if (begin == tokens.size()) return std::string();
    for (const facts::FieldDef& field : list.fields) {
      if (!field.is_given()) continue;
      std::set<std::string> names = {field.id};
      for (const auto& [locale, wording] : knowledge_.wording)
        names.insert(knowledge_.word(locale, "fields", field.id));
      for (const std::string& name : names) {
        const Tokens words = tokens_of(name);
        const std::size_t end = begin + words.size();
        if (end > tokens.size() || joined(tokens, begin, end) != joined(words, 0, words.size()))
          continue;
        const auto unit = unit_of(tokens, end, field.type);
        if (unit) return ", field: " + field.id + (unit->empty() ? "" : ", unit: " + *unit);
      }
      // A unit alone says which field it is: `g/day` a dose.
      const auto unit = unit_of(tokens, begin, field.type);
      if (unit) return ", field: " + field.id + ", unit: " + *unit;
    }
    return std::nullopt;
  }

  const facts::Knowledge& knowledge_;
  const facts::Vocabulary& vocabulary_;
  const TableHead& head_;
  std::unordered_map<std::string, const facts::FactDef*> facts_;  // by folded name
  std::vector<Cells> samples_;
  std::set<std::string> used_;   // targets
  std::set<std::string> lists_;  // that must say what a missing entry means
};

}  // namespace

DraftMapping draft_mapping(const TableHead& head, const facts::Knowledge& knowledge,
                           const RowLimits& limits) {
  return Drafter(knowledge, head, limits).run();
}

}  // namespace regimen::io
