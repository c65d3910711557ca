// Entry: read_mapping. Test: tests/io/mapping_file_test.cpp.
#include "engine/io/mapping_file.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/core/mapping.h"
#include "engine/core/text.h"
#include "engine/core/yaml.h"
#include "engine/io/mapping_targets.h"
#include "engine/io/stated.h"

namespace regimen::io {

using core::Code;
using core::Mapping;
using core::Node;
using facts::Kind;
using Role = MappedColumn::Role;

namespace {

constexpr core::TextLimits mapping_limits{std::size_t{1} << 20, 16, 50'000};
constexpr std::size_t most_columns = 4096;

class Reader {
 public:
  Reader(const facts::Knowledge& knowledge, core::Diagnostics& diagnostics)
      : vocabulary_(knowledge.vocabulary), knowledge_(knowledge), diagnostics_(diagnostics) {}

  void run(const Node& root) {
    Mapping mapping(root,
                    {"mapping", "delimiter", "encoding", "decimal", "dates", "separator", "yes",
                     "no", "unknown", "empty", "as_of", "jurisdiction", "complete", "columns"},
                    "mapping", diagnostics_);
    if (!root.is_mapping()) return;
    const std::string version = mapping.text("mapping");
    if (!version.empty() && version != "1") {
      add(Code::unsupported_mapping, *mapping.find("mapping"),
          "this engine reads mappings of version 1");
    }
    read_format(mapping);
    read_words(mapping);
    if (const Node* columns = mapping.required("columns")) {
      const auto described = core::pairs(*columns, "`columns`", diagnostics_);
      if (described.size() > most_columns) {
        add(Code::too_many_nodes, columns->span,
            "more than " + std::to_string(most_columns) + " columns");
        return;
      }
      for (const auto& [key, value] : described) read_column(*key, *value);
    }
    read_day(mapping);
    read_jurisdiction(mapping);
    check_targets(file_, vocabulary_, diagnostics_);
    read_complete(mapping);
  }

  MappingFile take() { return std::move(file_); }

 private:
  void add(Code code, const Node& node, const std::string& message, const std::string& help = {}) {
    diagnostics_.add({code, node.span, message, node.text, help});
  }
  void add(Code code, const core::Span& span, const std::string& message,
           const std::string& help = {}) {
    diagnostics_.add({code, span, message, {}, help});
  }

  // The place of the word at the key in `known`, or nothing with a diagnostic.
  std::optional<std::size_t> choice(Mapping& mapping, std::string_view key,
                                    const std::vector<std::string>& known) {
    const Node* node = mapping.find(key);
    if (node == nullptr) return std::nullopt;
    const auto found = std::find(known.begin(), known.end(), node->text);
    if (node->is_scalar() && found != known.end())
      return static_cast<std::size_t>(found - known.begin());
    std::string help;
    for (const std::string& word : known) help += (help.empty() ? "one of `" : ", `") + word + "`";
    add(Code::bad_value, *node, "`" + std::string(key) + "` cannot be this", help);
    return std::nullopt;
  }

  void read_format(Mapping& mapping) {
    if (const Node* node = mapping.find("delimiter")) {
      if (node->text == "," || node->text == ";" || node->text == "\t") {
        file_.delimiter = node->text.front();
      } else if (node->text == "tab") {
        file_.delimiter = '\t';
      } else {
        add(Code::bad_value, *node, "`delimiter` cannot be this", "one of `,`, `;`, `tab`");
      }
    }
    if (const Node* node = mapping.find("encoding")) {
      if (const auto encoding = core::find_encoding(node->text)) {
        file_.encoding = *encoding;
      } else {
        add(Code::bad_value, *node, "`encoding` cannot be this", "`utf-8` or `windows-1252`");
      }
    }
    if (const auto sign = choice(mapping, "decimal", {".", ","}))
      file_.decimal = *sign == 0 ? '.' : ',';
    if (const auto order = choice(mapping, "dates", {"iso", "dmy", "mdy"}))
      file_.dates = static_cast<DateOrder>(*order);
    if (choice(mapping, "separator", {".", "/", "-"}))
      file_.separators = mapping.find("separator")->text;
  }

  void read_words(Mapping& mapping) {
    constexpr std::array<std::pair<std::string_view, CellWord>, 4> kinds = {
        {{"yes", CellWord::yes},
         {"no", CellWord::no},
         {"unknown", CellWord::unknown},
         {"empty", CellWord::empty}}};
    for (const auto& [key, kind] : kinds) {
      for (const Node* item : mapping.items(key)) {
        if (!item->is_scalar()) {
          add(Code::wrong_shape, *item, "`" + std::string(key) + "` must hold text only");
        } else if (!file_.words.emplace(core::fold_name(item->text), kind).second) {
          add(Code::ambiguous_word, *item, "this word stands twice");
        }
      }
    }
  }

  // --- columns ---

  void read_column(const Node& key, const Node& value) {
    MappedColumn column;
    column.header = key.text;
    column.place = key.span;
    if (value.is_null()) {
      add(Code::bad_column, key.span, "nothing is said of this column",
          "a path of a profile, an entry of a list, or `ignore`");
    } else if (value.is_scalar()) {
      read_path(value, column);
    } else {
      read_described(value, column);
    }
    file_.columns.push_back(std::move(column));
  }

  void read_path(const Node& node, MappedColumn& column) {
    constexpr std::array<std::pair<std::string_view, Role>, 4> words = {
        {{"ignore", Role::ignored},
         {"id", Role::id},
         {"as_of", Role::as_of},
         {"jurisdiction", Role::jurisdiction}}};
    for (const auto& [word, role] : words) {
      if (node.text != word) continue;
      column.role = role;
      return;
    }
    column.role = Role::fact;
    read_fact(node, column);
  }

  void read_fact(const Node& node, MappedColumn& column) {
    if (const auto fact = vocabulary_.find_path(node.text)) {
      column.fact = *fact;
      return;
    }
    std::vector<std::string> known;
    for (const facts::FactDef& fact : vocabulary_.facts()) known.push_back(fact.at);
    for (const facts::FactDef& fact : vocabulary_.facts()) known.push_back(fact.id);
    std::string help = core::did_you_mean(node.text, known);
    const auto by_id = vocabulary_.find_fact(node.text);
    if (by_id) help = "did you mean `" + vocabulary_.facts()[*by_id].at + "`?";
    add(Code::unknown_target, node, "a profile has no such value", help);
  }

  void read_described(const Node& node, MappedColumn& column) {
    Mapping mapping(node,
                    {"path", "date_of", "list", "entry", "key", "field", "ignore", "unit", "words",
                     "yes", "no", "empty", "unknown", "zero"},
                    "column", diagnostics_);
    if (!node.is_mapping()) return;
    const auto has = [&mapping](const char* key) { return mapping.find(key) != nullptr; };
    const int kinds =
        int{has("path")} + int{has("date_of")} + int{has("list")} + int{has("ignore")};
    if (kinds != 1) {
      add(Code::bad_column, node.span,
          "a column needs one of `path`, `date_of`, `list` and `ignore: yes`");
      return;
    }
    if (has("ignore")) {
      refuse(mapping,
             {"entry", "key", "field", "unit", "words", "yes", "no", "empty", "unknown", "zero"},
             "a column that is ignored");
      if (!mapping.flag_or("ignore", false))
        add(Code::bad_column, node.span, "a column is either ignored or leads somewhere");
    } else if (has("path")) {
      refuse(mapping, {"entry", "key", "field", "yes", "no", "empty", "unknown", "zero"},
             "a column that fills one value");
      if (!is_text(mapping, "path")) return;
      read_path(*mapping.find("path"), column);
      if (column.role != Role::fact) {
        refuse(mapping, {"unit", "words"}, "this column");
      } else if (!diagnostics_.has_errors()) {
        read_value(mapping, vocabulary_.facts()[column.fact].type, column);
      }
    } else if (has("date_of")) {
      refuse(mapping,
             {"entry", "key", "field", "unit", "words", "yes", "no", "empty", "unknown", "zero"},
             "a column of dates");
      if (!is_text(mapping, "date_of")) return;
      column.role = Role::date_of_fact;
      read_fact(*mapping.find("date_of"), column);
    } else {
      read_listed(mapping, column);
    }
  }

  bool is_text(const Mapping& mapping, const char* key) {
    const Node& node = *mapping.find(key);
    if (!node.is_scalar()) add(Code::wrong_shape, node, "text is expected");
    return node.is_scalar();
  }

  void refuse(const Mapping& mapping, const std::vector<std::string>& keys,
              const std::string& what) {
    for (const std::string& key : keys) {
      const Node* node = mapping.find(key);
      if (node == nullptr) continue;
      std::string message = what;
      message.append(" cannot have `").append(key).append("`");
      add(Code::bad_column, node->span, message);
    }
  }

  void read_value(Mapping& mapping, const facts::ValueType& type, MappedColumn& column) {
    if (const Node* unit = mapping.find("unit")) {
      const auto found = knowledge_.units.parse(unit->text);
      const bool number = type.kind == Kind::number && !type.unit.text.empty();
      const bool fits = found && unit->is_scalar() && !unit->text.empty() &&
                        ((number && !found->calendar && found->dimension == type.unit.dimension) ||
                         (type.kind == Kind::span && found->dimension == facts::time_dimension));
      if (!fits) {
        std::string help = "it has none";
        if (number) help = "such as `" + type.unit.text + "`";
        if (type.kind == Kind::span) help = "such as `weeks` or `years`";
        add(Code::bad_column, *unit, "this is no unit of the value", help);
      }
      column.unit = unit->text;
    }
    if (const Node* words = mapping.find("words")) {
      for (const auto& [cell, text] : core::pairs(*words, "`words`", diagnostics_)) {
        check_value(*text, type, column.header);
        if (!column.words.emplace(core::fold_name(cell->text), text->text).second)
          add(Code::ambiguous_word, *cell, "this word stands twice");
      }
    }
  }

  // What stands in a mapping is held to what may stand in a profile.
  void check_value(const Node& node, const facts::ValueType& type, const std::string& key) {
    if (!node.is_scalar()) {
      add(Code::wrong_shape, node, "a value is expected");
      return;
    }
    read_stated(node, {knowledge_, type, key, facts::last_day, false, diagnostics_});
  }

  // --- entries ---

  std::optional<Presence> presence(Mapping& mapping, const char* key) {
    const auto found = choice(mapping, key, {"present", "absent", "nothing", "unknown"});
    return found ? std::optional(static_cast<Presence>(*found)) : std::nullopt;
  }

  void read_listed(Mapping& mapping, MappedColumn& column) {
    const Node& name = *mapping.find("list");
    const auto id = vocabulary_.find_list(name.text);
    if (!id) {
      std::vector<std::string> known;
      for (const facts::ListDef& list : vocabulary_.lists()) known.push_back(list.id);
      add(Code::unknown_target, name, "a profile has no such list",
          core::did_you_mean(name.text, known));
      return;
    }
    const facts::ListDef& list = vocabulary_.lists()[*id];
    column.entry = entry_of(*id, mapping.text_or("key", column.header), column.place);
    if (const Node* fixed = mapping.find("entry")) read_fixed(*fixed, list, column.entry);
    column.yes = presence(mapping, "yes");
    column.no = presence(mapping, "no");
    column.empty = presence(mapping, "empty");
    column.unknown = presence(mapping, "unknown");
    column.zero = presence(mapping, "zero");
    if (const Node* field = mapping.find("field")) {
      column.role = Role::field;
      const auto found = list.find_field(field->text);
      if (!found || !list.fields[*found].is_given()) {
        add(Code::unknown_target, *field, "a " + list.singular + " has no such field",
            core::did_you_mean(field->text, given_fields(list)));
        return;
      }
      column.field = *found;
      read_value(mapping, list.fields[*found].type, column);
      return;
    }
    column.role = Role::presence;
    refuse(mapping, {"unit", "words", "zero"}, "a column of yes and no");
    // What an empty cell means, and what a no, is for the author to say, never for us to guess.
    for (const char* key : {"no", "empty"}) {
      if (mapping.find(key) != nullptr) continue;
      add(Code::bad_column, mapping.node().span,
          "a column without `field` is one of yes and no, and must say what `" + std::string(key) +
              "` means",
          "one of `present`, `absent`, `nothing`, `unknown`");
    }
  }

  static std::vector<std::string> given_fields(const facts::ListDef& list) {
    std::vector<std::string> ids;
    for (const facts::FieldDef& field : list.fields) {
      if (field.is_given()) ids.push_back(field.id);
    }
    return ids;
  }

  std::size_t entry_of(facts::ListId list, const std::string& key, const core::Span& place) {
    for (std::size_t i = 0; i < file_.entries.size(); ++i) {
      if (file_.entries[i].list == list && file_.entries[i].key == key) return i;
    }
    file_.entries.push_back({list, key, {}, place});
    return file_.entries.size() - 1;
  }

  void read_fixed(const Node& node, const facts::ListDef& list, std::size_t entry) {
    const std::vector<std::string> known = given_fields(list);
    const Mapping mapping(node, known, list.singular, diagnostics_);
    for (const std::string& id : known) {
      const Node* value = mapping.find(id);
      if (value == nullptr) continue;
      const facts::FieldId field = *list.find_field(id);
      check_value(*value, list.fields[field].type, id);
      auto& fixed = file_.entries[entry].fixed;
      const auto same = std::find_if(fixed.begin(), fixed.end(),
                                     [field](const auto& one) { return one.first == field; });
      if (same == fixed.end()) {
        fixed.emplace_back(field, value->text);
      } else if (same->second != value->text) {
        add(Code::doubled_target, *value, "another column of this entry says something else");
      }
    }
  }

  // --- the whole ---

  // A value for all rows, or the name of a column.
  void add_column(const Node& node, Role role) {
    const auto same =
        std::find_if(file_.columns.begin(), file_.columns.end(),
                     [&](const auto& one) { return one.header == node.text && one.role == role; });
    if (same != file_.columns.end()) return;
    MappedColumn column;
    column.header = node.text;
    column.place = node.span;
    column.role = role;
    file_.columns.push_back(std::move(column));
  }

  void read_day(Mapping& mapping) {
    const Node* node = mapping.find("as_of");
    if (node == nullptr || mapping.text("as_of").empty()) return;
    const auto date = facts::parse_date(node->text);
    if (date && !date->is_point()) {
      add(Code::bad_as_of, *node, "`as_of` must be a full date, or the name of a column");
    } else if (date) {
      file_.as_of = node->text;
    } else {
      add_column(*node, Role::as_of);
    }
  }

  void read_jurisdiction(Mapping& mapping) {
    const Node* node = mapping.find("jurisdiction");
    if (node == nullptr || mapping.text("jurisdiction").empty()) return;
    const auto& known = vocabulary_.jurisdictions();
    if (std::find(known.begin(), known.end(), node->text) != known.end()) {
      file_.jurisdiction = node->text;
    } else {
      add_column(*node, Role::jurisdiction);
    }
  }

  void read_complete(Mapping& mapping) {
    const Node* complete = mapping.find("complete");
    std::vector<std::string> ids;
    for (const facts::ListDef& list : vocabulary_.lists()) ids.push_back(list.id);
    Node nothing;
    nothing.kind = Node::Kind::mapping;
    nothing.span = mapping.node().span;
    Mapping states(complete == nullptr ? nothing : *complete, ids, "`complete`", diagnostics_);
    for (facts::ListId id = 0; id < vocabulary_.lists().size(); ++id) {
      const facts::ListDef& list = vocabulary_.lists()[id];
      const bool filled = std::any_of(file_.entries.begin(), file_.entries.end(),
                                      [id](const MappedEntry& one) { return one.list == id; });
      const Node* stated = states.find(list.id);
      if (!filled) {
        if (stated != nullptr) add(Code::bad_column, *stated, "no column fills this list");
        continue;
      }
      MappedList mapped{id, facts::ListState::plain};
      const auto state = choice(states, list.id, {"yes", "no", "plain"});
      if (stated != nullptr && !list.closable && state.value_or(2) != 2) {
        diagnostics_.add({Code::list_not_closable,
                          stated->span,
                          "`" + list.id + "` cannot be closed",
                          {},
                          "leave it out"});
      } else if (stated == nullptr && list.closable) {
        add(Code::missing_key, complete == nullptr ? mapping.node().span : complete->span,
            "`complete` must say what it means that an entry of `" + list.id + "` is not there",
            "`yes`: it is absent; `no`: it is not known; `plain`: a declared assumption decides");
      }
      if (state == 0U) mapped.state = facts::ListState::complete;
      if (state == 1U) mapped.state = facts::ListState::incomplete;
      file_.lists.push_back(mapped);
    }
  }

  const facts::Vocabulary& vocabulary_;
  const facts::Knowledge& knowledge_;
  core::Diagnostics& diagnostics_;
  MappingFile file_;
};

}  // namespace

std::optional<MappingFile> read_mapping(const core::Source& source,
                                        const facts::Knowledge& knowledge,
                                        core::Diagnostics& diagnostics) {
  core::Diagnostics found;
  const auto root = core::read_yaml(source, mapping_limits, found);
  Reader reader(knowledge, found);
  if (root) reader.run(*root);
  diagnostics.append(found);
  if (!root || found.has_errors()) return std::nullopt;
  return reader.take();
}

}  // namespace regimen::io
