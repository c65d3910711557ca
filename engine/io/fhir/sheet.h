// Sheet: what the resources of one patient have said so far, on its way to the tree of a profile.
//
// Here several values of one fact become those that a profile would state: the newest, of two of
// one day the later, of several names of one thing the narrowest that covers all. Thread-safety:
// for one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/core/node.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/settle.h"

namespace regimen::io {

struct SheetValue {
  facts::FactId fact = 0;
  core::Node value;
  core::Node date;                      // null: none
  std::optional<std::int64_t> instant;  // in minutes
  std::string origin;
  std::optional<facts::ConceptId> concept_id;  // of a name
  std::optional<facts::ConceptId> under;       // what all names of the fact are a kind of
  bool earliest = false;                       // of several the first counts
};

// A scalar that was written elsewhere than in the text, with the place it comes from.
core::Node text_node(std::string text, const core::Span& span);
core::Node mapping_node(const core::Span& span);
void put(core::Node& mapping, std::string_view key, core::Node value);

class Sheet {
 public:
  Sheet(const facts::Knowledge& knowledge, const core::Span& span);

  void add(SheetValue value) { values_.push_back(std::move(value)); }
  void add_entry(facts::ListId list, core::Node entry);
  // A resource of the list was sent, or searched for.
  void sent(facts::ListId list) { lists_[list].sent = true; }

  // The tree of the profile; what is set aside is told. Nothing where one fact has more values than
  // anybody can have.
  // Lists that are `open` may have more entries than are here.
  std::optional<core::Node> take(const std::string& id, facts::Day as_of,
                                 const std::set<facts::ListId>& open,
                                 std::vector<facts::Ignored>& ignored);

 private:
  struct SheetList {
    bool sent = false;
    std::vector<core::Node> entries;
  };

  void drop_superseded(facts::Day as_of, std::vector<facts::Ignored>& ignored);
  void drop_earlier_of_day(std::vector<facts::Ignored>& ignored);
  void drop(const std::vector<bool>& dropped, std::vector<facts::Ignored>& ignored);
  void keep_earliest();
  void join_names();
  void put_value(core::Node& root, const SheetValue& value) const;

  const facts::Knowledge& knowledge_;
  core::Span span_;
  std::vector<SheetValue> values_;
  std::vector<SheetList> lists_;
};

}  // namespace regimen::io
