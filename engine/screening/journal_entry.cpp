// Entry: entry_text, read_entry, changed. Test: tests/screening/journal_test.cpp.
#include "engine/screening/journal_entry.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "engine/core/files.h"
#include "engine/io/json_parts.h"

namespace regimen::screening {

using io::Json;

namespace {

constexpr std::size_t hash_digits = 16;

std::string hex_of(const std::vector<std::uint64_t>& ids) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(ids.size() * hash_digits);
  for (const std::uint64_t id : ids) {
    for (std::size_t i = hash_digits; i-- > 0;) text += digits[(id >> (4 * i)) & 0x0FU];
  }
  return text;
}

// Reads what was written here; whatever else stands there makes it fail, and is never believed.
class Reader {
 public:
  [[nodiscard]] bool good() const { return good_; }

  const Json& at(const Json& json, const char* key) {
    static const Json nothing;
    const auto found = json.is_object() ? json.find(key) : json.end();
    if (json.is_object() && found != json.end()) return *found;
    good_ = false;
    return nothing;
  }
  std::uint64_t count(const Json& json) {
    if (json.is_number_unsigned()) return json.get<std::uint64_t>();
    good_ = false;
    return 0;
  }
  std::string text(const Json& json) {
    if (json.is_string()) return json.get<std::string>();
    good_ = false;
    return {};
  }
  // Numbers, so many.
  std::vector<std::uint64_t> counts(const Json& json, std::size_t size) {
    std::vector<std::uint64_t> result(size);
    if (!json.is_array() || json.size() != size) {
      good_ = false;
      return result;
    }
    for (std::size_t i = 0; i < size; ++i) result[i] = count(json[i]);
    return result;
  }
  std::vector<std::uint64_t> ids(const Json& json) {
    const std::string digits = text(json);
    if (digits.size() % hash_digits != 0) good_ = false;
    std::vector<std::uint64_t> result;
    result.reserve(digits.size() / hash_digits);
    for (std::size_t at = 0; good_ && at < digits.size(); at += hash_digits) {
      std::uint64_t id = 0;
      const char* const end = digits.data() + at + hash_digits;
      const auto [stop, error] = std::from_chars(digits.data() + at, end, id, 16);
      good_ = error == std::errc() && stop == end;
      result.push_back(id);
    }
    return result;
  }
  template <typename Each>
  void each(const Json& json, const Each& what) {
    if (!json.is_object()) good_ = false;
    for (auto it = json.begin(); good_ && it != json.end(); ++it) what(it.key(), it.value());
  }

 private:
  bool good_ = true;
};

Json attrition_json(const Attrition& attrition) {
  Json criteria = Json::array();
  for (const CriterionCounts& one : attrition.criteria) {
    criteria.push_back(
        {one.pass, one.fail, one.unknown, one.not_applicable, one.fails_alone, one.unknown_alone});
  }
  Json missing = Json::object();
  for (const auto& [fact, counts] : attrition.missing) missing[fact] = {counts.rows, counts.alone};
  return {{"rows", {attrition.rows, attrition.rejected, attrition.set_aside}},
          {"eligibility", attrition.eligibility},
          {"criteria", std::move(criteria)},
          {"missing", std::move(missing)},
          {"safety", attrition.safety},
          {"first", attrition.first}};
}

Attrition read_attrition(const Json& json, const std::vector<std::string>& deciding,
                         Reader& reader) {
  Attrition attrition(deciding);
  const auto rows = reader.counts(reader.at(json, "rows"), 3);
  attrition.rows = rows[0];
  attrition.rejected = rows[1];
  attrition.set_aside = rows[2];
  reader.each(reader.at(json, "eligibility"), [&](const std::string& status, const Json& count) {
    attrition.eligibility[status] = reader.count(count);
  });
  const Json& criteria = reader.at(json, "criteria");
  const bool all = criteria.is_array() && criteria.size() == deciding.size();
  for (std::size_t i = 0; i < deciding.size(); ++i) {
    const auto counts = reader.counts(all ? criteria[i] : Json(), 6);
    CriterionCounts& one = attrition.criteria[i];
    one.pass = counts[0];
    one.fail = counts[1];
    one.unknown = counts[2];
    one.not_applicable = counts[3];
    one.fails_alone = counts[4];
    one.unknown_alone = counts[5];
  }
  reader.each(reader.at(json, "missing"), [&](const std::string& fact, const Json& json_counts) {
    const auto counts = reader.counts(json_counts, 2);
    attrition.missing[fact] = {counts[0], counts[1]};
  });
  const auto by_regimen = [&](const char* key, auto& sums) {
    reader.each(reader.at(json, key), [&](const std::string& regimen, const Json& inner) {
      reader.each(inner, [&](const std::string& what, const Json& count) {
        sums[regimen][what] = reader.count(count);
      });
    });
  };
  by_regimen("safety", attrition.safety);
  by_regimen("first", attrition.first);
  return attrition;
}

std::string line_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

JournalEntry entry_of(const Part& part, Stretch stretch) {
  return {std::move(stretch),
          {part.rows.size(), core::sha256(part.rows)},
          {part.errors.size(), core::sha256(part.errors)},
          part.ids,
          part.attrition};
}

std::string json_of(const RunMarks& marks) {
  Json json = Json::object();
  for (const auto& [name, value] : marks) json[name] = value;
  return line_of(json);
}

std::string head_text(const RunMarks& marks) { return R"({"run":)" + json_of(marks) + "}"; }

std::string entry_text(const JournalEntry& entry) {
  return line_of({{"row", entry.stretch.last_row},
                  {"line", entry.stretch.last_line},
                  {"input", entry.stretch.digest},
                  {"rows", {{"bytes", entry.rows.bytes}, {"digest", entry.rows.digest}}},
                  {"errors", {{"bytes", entry.errors.bytes}, {"digest", entry.errors.digest}}},
                  {"ids", hex_of(entry.ids)},
                  {"sums", attrition_json(entry.attrition)}});
}

std::string end_text() { return line_of({{"end", true}}); }

std::optional<RunMarks> read_head(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  Reader reader;
  RunMarks marks;
  reader.each(reader.at(json, "run"), [&](const std::string& name, const Json& value) {
    marks.emplace_back(name, reader.text(value));
  });
  return reader.good() ? std::optional(std::move(marks)) : std::nullopt;
}

std::optional<JournalEntry> read_entry(std::string_view text,
                                       const std::vector<std::string>& deciding) {
  const Json json = Json::parse(text, nullptr, false);
  Reader reader;
  const auto added = [&](const Json& one) {
    return Added{reader.count(reader.at(one, "bytes")), reader.text(reader.at(one, "digest"))};
  };
  JournalEntry entry{{reader.count(reader.at(json, "row")),
                      static_cast<std::uint32_t>(reader.count(reader.at(json, "line"))),
                      reader.text(reader.at(json, "input"))},
                     added(reader.at(json, "rows")),
                     added(reader.at(json, "errors")),
                     reader.ids(reader.at(json, "ids")),
                     read_attrition(reader.at(json, "sums"), deciding, reader)};
  return reader.good() ? std::optional(std::move(entry)) : std::nullopt;
}

std::vector<std::string> changed(const RunMarks& before, const RunMarks& now) {
  std::map<std::string, std::string> left(before.begin(), before.end());
  std::vector<std::string> names;
  for (const auto& [name, value] : now) {
    const auto found = left.find(name);
    if (found == left.end() || found->second != value) names.push_back(name);
    if (found != left.end()) left.erase(found);
  }
  for (const auto& [name, value] : left) names.push_back(name);
  return names;
}

}  // namespace regimen::screening
