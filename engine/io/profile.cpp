// Entry: read_profile. Single values are read in stated.cpp. Test: tests/io/profile_test.cpp.
#include "engine/io/profile.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/core/mapping.h"
#include "engine/core/text.h"
#include "engine/io/stated.h"

namespace regimen::io {

using core::Code;
using core::Mapping;
using core::Node;
using facts::Cause;

namespace {

class Reader {
 public:
  Reader(const facts::Knowledge& knowledge, const std::optional<facts::Day>& asked,
         ProfileReading& reading)
      : knowledge_(knowledge), asked_(asked), reading_(reading), record_(knowledge.vocabulary) {}

  void run(const Node& root) {
    std::vector<std::string> keys = {"profile", "id", "as_of", "jurisdiction"};
    for (const std::string& section : knowledge_.vocabulary.sections()) keys.push_back(section);
    for (const facts::ListDef& list : knowledge_.vocabulary.lists()) keys.push_back(list.id);
    Mapping mapping(root, keys, "profile", reading_.structure);
    if (!root.is_mapping()) return;
    const std::string version = mapping.text("profile");
    if (!version.empty() && version != "1") {
      reading_.structure.add({Code::unsupported_profile, mapping.find("profile")->span,
                              "this engine reads profiles of version 1", version});
    }
    record_.id = mapping.text_or("id", "");
    read_as_of(root, mapping.find("as_of"));
    read_jurisdiction(mapping);
    for (const std::string& section : knowledge_.vocabulary.sections()) {
      if (const Node* node = mapping.find(section)) read_section(*node, section);
    }
    for (facts::ListId id = 0; id < knowledge_.vocabulary.lists().size(); ++id) {
      if (const Node* node = mapping.find(knowledge_.vocabulary.lists()[id].id))
        read_list(*node, id);
    }
    if (!reading_.structure.has_errors()) reading_.record = std::move(record_);
  }

  void run(const ProfileParts& parts) {
    record_.as_of = asked_;
    for (const auto& [fact, node] : parts.facts) read_fact(node, fact);
    for (const auto& [list, node] : parts.lists) read_list(node, list);
    if (!reading_.structure.has_errors()) reading_.record = std::move(record_);
  }

 private:
  void read_as_of(const Node& root, const Node* node) {
    if (node == nullptr) {
      record_.as_of = asked_;
      if (!asked_) {
        reading_.structure.add({Code::missing_as_of,
                                root.span,
                                "the profile has no `as_of`",
                                {},
                                "add `as_of: 2026-11-01`, or give --as-of"});
      }
      return;
    }
    const auto date = node->is_scalar() ? facts::parse_date(node->text) : std::nullopt;
    if (!date || !date->is_point()) {
      reading_.structure.add({Code::bad_as_of, node->span, "`as_of` must be a full date",
                              node->text, "such as `2026-11-01`"});
      return;
    }
    record_.as_of = date->first;
    if (asked_ && *asked_ != date->first) {
      reading_.structure.add(
          {Code::as_of_differs, node->span, "`as_of` differs from the day that was asked for"});
    }
  }

  void read_jurisdiction(Mapping& mapping) {
    const std::string text = mapping.text_or("jurisdiction", "");
    const auto& known = knowledge_.vocabulary.jurisdictions();
    if (text.empty()) return;
    if (std::find(known.begin(), known.end(), text) != known.end()) {
      record_.jurisdiction = text;
    } else {
      reading_.values.add({Code::value_unknown_word, mapping.find("jurisdiction")->span,
                           "no such jurisdiction", text, core::did_you_mean(text, known)});
    }
  }

  // --- sections ---

  // The keys that may follow `path` and a point.
  [[nodiscard]] std::vector<std::string> keys_under(const std::string& path) const {
    std::vector<std::string> keys;
    for (const facts::FactDef& fact : knowledge_.vocabulary.facts()) {
      std::string_view at = fact.at;
      if (at.size() <= path.size() || at[path.size()] != '.' || at.substr(0, path.size()) != path)
        continue;
      at.remove_prefix(path.size() + 1);
      const std::string_view key = at.substr(0, at.find('.'));
      if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.emplace_back(key);
    }
    return keys;
  }

  void read_section(const Node& node, const std::string& path) {
    const std::vector<std::string> keys = keys_under(path);
    Mapping mapping(node, keys, path, reading_.structure);
    for (const std::string& key : keys) {
      const Node* value = mapping.find(key);
      if (value == nullptr) continue;
      std::string inner = path;
      inner += "." + key;
      if (const auto fact = knowledge_.vocabulary.find_path(inner)) {
        read_fact(*value, *fact);
      } else {
        read_section(*value, inner);
      }
    }
  }

  void read_fact(const Node& node, facts::FactId id) {
    if (!node.is_sequence()) {
      read_observation(node, id);
      return;
    }
    for (const Node& item : node.items) read_observation(item, id);
  }

  [[nodiscard]] StatedContext context(const facts::ValueType& type, std::string key,
                                      bool past_only) {
    return {knowledge_, type, std::move(key), *record_.as_of, past_only, reading_.values};
  }

  void read_observation(const Node& node, facts::FactId id) {
    if (!record_.as_of) return;  // nothing can be said of anything without it
    const facts::FactDef& fact = knowledge_.vocabulary.facts()[id];
    const facts::ValueType& type = fact.type;
    facts::Observation observation;
    const bool past_only = type.kind == facts::Kind::date && !type.future;
    if (node.is_scalar()) {
      observation.stated = read_stated(node, context(type, fact.at, past_only));
    } else if (node.is_mapping()) {
      Mapping mapping(node, {"value", "date", "source"}, "value", reading_.structure);
      const Node* value = mapping.required("value");
      observation.origin = mapping.text_or("source", "");
      if (const Node* date = mapping.find("date")) read_date(*date, observation);
      if (value != nullptr && !value->is_scalar()) {
        reading_.structure.add(
            {Code::wrong_shape, value->span, "a value must be text or a number"});
      } else if (value != nullptr) {
        observation.stated = read_stated(*value, context(type, fact.at, past_only));
      }
    } else {
      reading_.structure.add(
          {Code::wrong_shape, node.span, "a value, or a mapping with `value`, is expected"});
    }
    record_.facts[id].push_back(std::move(observation));
  }

  void read_date(const Node& node, facts::Observation& observation) {
    observation.date = node.is_scalar() ? facts::parse_date(node.text) : std::nullopt;
    if (observation.date) return;
    observation.bad_date = true;
    reading_.values.add(
        {Code::value_bad_date, node.span, "the calendar has no such date", node.text});
  }

  // --- lists ---

  void refuse_closing(const Node& node, const facts::ListDef& list) {
    if (list.closable) return;
    reading_.structure.add({Code::list_not_closable,
                            node.span,
                            "`" + list.id + "` cannot be closed",
                            {},
                            "leave it out, or list what was done"});
  }

  void read_list(const Node& node, facts::ListId id) {
    const facts::ListDef& list = knowledge_.vocabulary.lists()[id];
    facts::ListRecord& record = record_.lists[id];
    if (node.is_scalar() && core::fold_name(node.text) == "none") {
      refuse_closing(node, list);
      record.state = facts::ListState::none;
    } else if (node.is_scalar() && core::fold_name(node.text) == "unknown") {
      record.state = facts::ListState::asked;
    } else if (node.is_sequence()) {
      record.state = facts::ListState::plain;
      read_entries(node, list, record);
    } else if (node.is_mapping()) {
      Mapping mapping(node, {"complete", "entries"}, list.id, reading_.structure);
      refuse_closing(node, list);
      if (mapping.required("complete") == nullptr) return;
      const bool complete = mapping.flag_or("complete", false);
      record.state = complete ? facts::ListState::complete : facts::ListState::incomplete;
      const Node* entries = mapping.find("entries");
      if (entries == nullptr) return;
      if (entries->is_sequence()) {
        read_entries(*entries, list, record);
      } else {
        reading_.structure.add({Code::wrong_shape, entries->span, "`entries` must be a list"});
      }
    } else {
      reading_.structure.add(
          {Code::wrong_shape, node.span,
           "a list, `none`, `unknown` or `{complete: ..., entries: [...]}` is expected"});
    }
  }

  void read_entries(const Node& node, const facts::ListDef& list, facts::ListRecord& record) {
    if (node.items.size() > most_entries) {
      reading_.structure.add({Code::too_many_nodes, node.span,
                              "more than " + std::to_string(most_entries) + " entries"});
      return;
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      facts::Entry entry;
      entry.index = i;
      entry.place = node.items[i].span;
      entry.fields.resize(list.fields.size());
      read_entry(node.items[i], list, entry);
      record.entries.push_back(std::move(entry));
    }
  }

  void read_entry(const Node& node, const facts::ListDef& list, facts::Entry& entry) {
    if (!record_.as_of) return;
    const auto read = [&](facts::FieldId id, const Node& value) {
      const std::string key =
          list.id + "[" + std::to_string(entry.index) + "]." + list.fields[id].id;
      entry.fields[id] = read_stated(value, context(list.fields[id].type, key, false));
    };
    if (node.is_scalar()) {  // the name alone
      read(list.identity, node);
      return;
    }
    std::vector<std::string> keys = {"status", "source", "certain"};
    for (const facts::FieldDef& field : list.fields) {
      if (field.is_given()) keys.push_back(field.id);
    }
    Mapping mapping(node, keys, list.singular, reading_.structure);
    entry.origin = mapping.text_or("source", "");
    entry.doubtful = !mapping.flag_or("certain", true);
    static_cast<void>(
        mapping.required(list.fields[list.identity].id));  // reported where it is missing
    const auto status = list.find_field("status");
    if (const Node* value = mapping.find("status")) {
      entry.absent = value->is_scalar() && core::fold_name(value->text) == "absent";
      if (!entry.absent && !status && value->is_scalar() &&
          core::fold_name(value->text) != "unknown") {
        reading_.values.add({Code::value_unknown_word, value->span,
                             "the status of a " + list.singular + " can only be `absent`",
                             value->text});
      }
    }
    for (facts::FieldId id = 0; id < list.fields.size(); ++id) {
      const Node* value = list.fields[id].is_given() ? mapping.find(list.fields[id].id) : nullptr;
      if (value == nullptr || (status == id && entry.absent)) continue;
      if (value->is_scalar()) {
        read(id, *value);
      } else {
        reading_.structure.add({Code::wrong_shape, value->span, "a value is expected"});
      }
    }
    for (const facts::FieldDef& field : list.fields) {
      if (const auto* period = std::get_if<facts::PeriodOf>(&field.from))
        check_order(*period, entry);
    }
  }

  void check_order(const facts::PeriodOf& period, facts::Entry& entry) {
    facts::Stated& first = entry.fields[period.first];
    facts::Stated& last = entry.fields[period.last];
    if (!first.value || !last.value) return;
    const bool before = std::get<facts::DateRange>(*last.value).last <
                        std::get<facts::DateRange>(*first.value).first;
    if (!before) return;
    reading_.values.add({Code::value_ends_before_start, last.place, "this ends before it begins"});
    for (facts::Stated* stated : {&first, &last}) {
      stated->value.reset();
      stated->cause = Cause::invalid;
    }
  }

  const facts::Knowledge& knowledge_;
  std::optional<facts::Day> asked_;
  ProfileReading& reading_;
  facts::Record record_;
};

}  // namespace

ProfileReading read_profile(const Node& root, const facts::Knowledge& knowledge,
                            const std::optional<facts::Day>& as_of) {
  ProfileReading reading;
  Reader(knowledge, as_of, reading).run(root);
  return reading;
}

ProfileReading read_profile_parts(const ProfileParts& parts, const facts::Knowledge& knowledge,
                                  facts::Day as_of) {
  ProfileReading reading;
  Reader(knowledge, as_of, reading).run(parts);
  return reading;
}

ProfileReading read_profile(const core::Source& source, const facts::Knowledge& knowledge,
                            const std::optional<facts::Day>& as_of) {
  core::Diagnostics structure;
  const auto root = core::read_document(source, profile_limits, structure);
  if (root) return read_profile(*root, knowledge, as_of);
  ProfileReading reading;
  reading.structure = std::move(structure);
  return reading;
}

}  // namespace regimen::io
