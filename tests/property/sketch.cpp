#include "tests/property/sketch.h"

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace regimen::property {

namespace {

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

using Members = std::vector<std::pair<std::string, std::string>>;  // key -> JSON

std::string object(Members members, Random* random) {
  if (random != nullptr) random->shuffle(members);
  std::string text;
  for (const auto& [key, value] : members)
    text += (text.empty() ? "" : ", ") + quoted(key) + ": " + value;
  return "{" + text + "}";
}

std::string array(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return "[" + text + "]";
}

std::string json_of(const SketchValue& value, Random* random) {
  if (value.date.empty()) return quoted(value.text);
  return object({{"value", quoted(value.text)}, {"date", quoted(value.date)}}, random);
}

std::string json_of(const std::vector<SketchValue>& values, Random* random) {
  if (values.size() == 1) return json_of(values.front(), random);
  std::vector<std::string> items;
  for (const SketchValue& value : values) items.push_back(json_of(value, random));
  return array(items);
}

std::string json_of(const SketchList& list, Random* random) {
  if (list.state == "none" || list.state == "unknown") return quoted(list.state);
  std::vector<std::string> entries;
  for (const auto& entry : list.entries) {
    Members members;
    for (const auto& [field, text] : entry) members.emplace_back(field, quoted(text));
    entries.push_back(object(members, random));
  }
  if (list.state == "plain") return array(entries);
  return object(
      {{"complete", list.state == "complete" ? "true" : "false"}, {"entries", array(entries)}},
      random);
}

// The mapping of all facts whose path begins with `prefix`.
std::string section_json(const Sketch& sketch, const std::string& prefix, Random* random) {
  Members members;
  for (const auto& [path, values] : sketch.facts) {
    if (path.rfind(prefix, 0) != 0) continue;
    const std::string rest = path.substr(prefix.size());
    const auto point = rest.find('.');
    if (point == std::string::npos) {
      members.emplace_back(rest, json_of(values, random));
      continue;
    }
    const std::string key = rest.substr(0, point);
    bool known = false;
    for (const auto& member : members) known = known || member.first == key;
    if (!known) members.emplace_back(key, section_json(sketch, prefix + key + ".", random));
  }
  return object(members, random);
}

// --- forgetting ---

constexpr const char* unreadable = "?!";  // no number, no date, no word and no name

// A date known to the month or to the year; nothing where it is known to no more than that.
std::optional<std::string> blurred_date(const std::string& text) {
  if (text.size() == 10) return text.substr(0, 7);
  if (text.size() == 7) return text.substr(0, 4);
  return std::nullopt;
}

// A broader name for the same thing. Not where the narrower name says of something else that it is
// there too (an abscess with the disease that has one): to hear of that is news.
std::optional<std::string> broader(const std::string& name, facts::DomainId domain,
                                   const facts::Terminology& terminology) {
  const auto id = terminology.find_id(domain, name);
  if (!id || terminology.at(*id).parents.empty() || !terminology.at(*id).implied.empty())
    return std::nullopt;
  return terminology.at(terminology.at(*id).parents.front()).id;
}

// A bound in place of a number.
std::optional<std::string> loosened(const std::string& text, Random& random) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  return random.pick({"<=", ">="}) + text;
}

// The same value, less known; empty where it is not stated any more.
std::string blurred(const std::string& text, const facts::ValueType& type,
                    const facts::Knowledge& knowledge, Random& random) {
  if (random.chance(50)) {
    std::optional<std::string> result;
    if (type.kind == facts::Kind::date) result = blurred_date(text);
    if (type.kind == facts::Kind::number) result = loosened(text, random);
    if (type.kind == facts::Kind::concept_name)
      result = broader(text, type.domain, knowledge.terminology);
    if (result) return *result;
  }
  return random.pick({"", "unknown", unreadable});
}

bool may_lie_after(const std::string& date, const std::string& as_of) {
  const bool coarse = date.size() < as_of.size();
  const std::string same_measure = as_of.substr(0, date.size());
  return coarse ? date >= same_measure : date > same_measure;
}

}  // namespace

std::string to_text(facts::Day day) { return facts::to_text(day); }

std::string to_json(const Sketch& sketch, Random* random) {
  Members members = {
      {"profile", quoted("1")}, {"id", quoted("random")}, {"as_of", quoted(sketch.as_of)}};
  std::string last;
  for (const auto& [path, values] : sketch.facts) {
    const std::string section = path.substr(0, path.find('.'));
    if (section == last) continue;
    members.emplace_back(section, section_json(sketch, section + ".", random));
    last = section;
  }
  for (const auto& [id, list] : sketch.lists) {
    if (list.state != "missing") members.emplace_back(id, json_of(list, random));
  }
  return object(members, random);
}

std::string forget(Sketch& sketch, const facts::Knowledge& knowledge, Random& random) {
  std::vector<std::function<std::string()>> ways;
  for (auto& [path, values] : sketch.facts) {
    const auto fact = knowledge.vocabulary.find_path(path);
    const facts::ValueType& type = knowledge.vocabulary.facts()[*fact].type;
    ways.emplace_back([&sketch, key = path] {
      sketch.facts.erase(key);
      return key + " is not stated any more";
    });
    for (SketchValue& value : values) {
      ways.emplace_back([&value, &type, &knowledge, &random, key = path] {
        const std::string text = blurred(value.text, type, knowledge, random);
        std::string said = key + ": " + value.text;
        value.text = text.empty() ? "unknown" : text;
        return said + " -> " + value.text;
      });
      if (value.date.empty() || may_lie_after(value.date, sketch.as_of)) continue;
      ways.emplace_back([&value, key = path] {
        std::string said = key + ": dated " + value.date;
        value.date = blurred_date(value.date).value_or("");
        return said + " -> " + value.date;
      });
    }
  }
  for (auto& named : sketch.lists) {
    const std::string& id = named.first;
    auto& list = named.second;
    if (list.state == "missing") continue;
    const facts::ListDef& def = knowledge.vocabulary.lists()[*knowledge.vocabulary.find_list(id)];
    ways.emplace_back([&list, &def, &random] {
      const std::string before = list.state;
      if (random.chance(20)) {
        list.state = random.pick({"missing", "unknown"});
      } else if (before == "plain" && def.closable) {
        list.state = "incomplete";
      } else if (before == "complete" || before == "none") {
        list.state = random.pick({"plain", "incomplete"});
      }
      if (list.state == "missing" || list.state == "unknown") list.entries.clear();
      return def.id + ": " + before + " -> " + list.state;
    });
    for (std::size_t i = 0; i < list.entries.size(); ++i) {
      auto& entry = list.entries[i];
      const std::string key = id + "[" + std::to_string(i) + "].";
      if (entry.count("status") > 0 && entry.at("status") == "absent") {
        // A stated no that is not stated any more.
        ways.emplace_back([&list, i, key] {
          list.entries.erase(list.entries.begin() + static_cast<std::ptrdiff_t>(i));
          return key + " is not denied any more";
        });
        continue;
      }
      for (auto& [field, text] : entry) {
        const auto place = def.find_field(field);
        if (!place) continue;
        const facts::FieldDef& field_def = def.fields[*place];
        // What may lie after as_of may be unused; without its date it would count.
        const bool after =
            field_def.type.kind == facts::Kind::date && may_lie_after(text, sketch.as_of);
        if (after) continue;
        const bool identity = *place == def.identity;
        ways.emplace_back([&entry, &field_def, &knowledge, &random, identity, key, name = field] {
          const std::string before = entry.at(name);
          const std::string after_it = blurred(before, field_def.type, knowledge, random);
          if (after_it.empty() && !identity) {
            entry.erase(name);
          } else {
            entry.at(name) = after_it.empty() ? unreadable : after_it;
          }
          return key + name + ": " + before + " -> " + after_it;
        });
      }
    }
  }
  if (ways.empty()) return {};
  return random.pick(ways)();
}

}  // namespace regimen::property
