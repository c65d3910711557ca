// Names: whatever a rule of the shipped packs names, and whatever is a kind of it, can be written
// in a profile: by its id, by each of its names and synonyms, and by each confirmed code.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/io/shipped.h"

namespace regimen::io {

namespace {

using facts::ConceptId;
using facts::Truth;
using language::ExprKind;

language::CheckedPack checked_pack(const std::string& name) {
  static core::Sources sources;
  core::Diagnostics diagnostics;
  auto pack =
      language::load_pack(project_root() / "rules" / name, knowledge(), sources, diagnostics);
  REQUIRE(pack);
  auto result = language::check(std::move(*pack), knowledge(), diagnostics);
  REQUIRE_MESSAGE(result, core::render(diagnostics, core::ShowValues::yes));
  return std::move(*result);
}

// The concepts that the expressions of a pack compare with, and the drugs of its regimens.
std::set<ConceptId> named_by(const language::CheckedPack& checked) {
  std::set<ConceptId> result;
  const language::Ast& ast = checked.pack.ast;
  for (language::ExprId id = 0; id < checked.nodes.size(); ++id) {
    const language::Expr& expr = ast.at(id);
    if (expr.kind != ExprKind::is && expr.kind != ExprKind::in) continue;
    const auto& type = checked.nodes[expr.children.front()].type;
    if (!type || type->kind != facts::Kind::concept_name) continue;
    result.insert(checked.nodes[id].ids.begin(), checked.nodes[id].ids.end());
  }
  for (const language::Regimen& regimen : checked.pack.regimens)
    result.insert(regimen.drugs.begin(), regimen.drugs.end());
  return result;
}

// With all that is a kind of them.
std::set<ConceptId> with_kinds(const std::set<ConceptId>& named) {
  std::set<ConceptId> result = named;
  const facts::Terminology& terminology = knowledge().terminology;
  for (ConceptId id = 0; id < terminology.size(); ++id) {
    const bool kind = std::any_of(named.begin(), named.end(), [&](ConceptId wanted) {
      return terminology.at(wanted).domain == terminology.at(id).domain &&
             terminology.is_a(id, wanted) == Truth::yes;
    });
    if (kind) result.insert(id);
  }
  return result;
}

// All that a profile may write for it. A code that stands for all under it (`K50.*`) is written as
// its own beginning.
std::vector<std::string> spellings(const facts::Concept& entry) {
  std::vector<std::string> result = {entry.id};
  for (const auto& [locale, name] : entry.names) result.push_back(name);
  result.insert(result.end(), entry.synonyms.begin(), entry.synonyms.end());
  for (const facts::ConceptCode& code : entry.codes) {
    if (!code.confirmed) continue;
    const std::string text = code.code.substr(0, code.code.find('*'));
    result.push_back(code.system + ":" + text);
  }
  return result;
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

// The list whose entries are named by concepts of the domain.
const facts::ListDef& list_of(facts::DomainId domain) {
  const auto& lists = knowledge().vocabulary.lists();
  const auto place = std::find_if(lists.begin(), lists.end(), [&](const facts::ListDef& list) {
    return list.fields[list.identity].type.domain == domain;
  });
  REQUIRE_MESSAGE(place != lists.end(), knowledge().terminology.domain_name(domain));
  return *place;
}

struct Spelling {
  std::string text;
  ConceptId means = facts::no_concept;
};

// Writes them as the entries of a list, and tells those that are not read as what they mean.
std::string misread(const facts::ListDef& list, const std::vector<Spelling>& spelled) {
  std::string profile = "profile: \"1\"\nid: p\nas_of: 2026-11-01\n" + list.id + ":\n";
  const std::string key = list.fields[list.identity].id;
  for (const Spelling& each : spelled)
    profile.append("  - {").append(key).append(": ").append(quoted(each.text)).append("}\n");
  const Read reading = read(profile);
  std::string result;
  for (std::size_t i = 0; i < spelled.size(); ++i) {
    const facts::Stated& field = reading.field(list.id, i, key);
    const auto* found = field.value ? std::get_if<facts::ConceptName>(&*field.value) : nullptr;
    const bool right = found != nullptr && found->id == spelled[i].means;
    if (right) continue;
    const auto& terminology = knowledge().terminology;
    result += terminology.at(spelled[i].means).id + " as " + quoted(spelled[i].text) + ": ";
    result += found != nullptr && found->id ? terminology.at(*found->id).id : "nothing";
    result += "\n";
  }
  return result;
}

}  // namespace

TEST_CASE("what a rule names can be written by id, name, synonym and code") {
  std::map<std::string, std::size_t> named_in;
  for (const char* pack : {"sonic", "safety"}) {
    CAPTURE(pack);
    const auto named = named_by(checked_pack(pack));
    std::map<facts::DomainId, std::vector<Spelling>> by_domain;
    for (const ConceptId id : with_kinds(named)) {
      const facts::Concept& entry = knowledge().terminology.at(id);
      for (const std::string& text : spellings(entry))
        by_domain[entry.domain].push_back({text, id});
    }
    for (const ConceptId id : named)
      ++named_in[knowledge().terminology.domain_name(knowledge().terminology.at(id).domain)];
    for (const auto& [domain, spelled] : by_domain) {
      const facts::ListDef& list = list_of(domain);
      CAPTURE(list.id);
      constexpr std::size_t at_once = 500;
      for (std::size_t from = 0; from < spelled.size(); from += at_once) {
        const auto first = spelled.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last =
            spelled.begin() + static_cast<std::ptrdiff_t>(std::min(from + at_once, spelled.size()));
        const std::string wrong = misread(list, {first, last});
        CHECK_MESSAGE(wrong.empty(), wrong);
      }
    }
  }
  for (const char* domain : {"drug", "condition", "procedure", "test", "substance", "vaccine"}) {
    CAPTURE(domain);
    CHECK(named_in[domain] > 0);
  }
}

// Case, white space and the shape of letters do not matter.
TEST_CASE("names are read however they are typed") {
  struct Row {
    std::string list;
    std::string text;
    std::string means;
  };
  const std::vector<Row> rows = {
      {"therapies", "AZATHIOPRIN", "azathioprine"},
      {"therapies", " Infliximab ", "infliximab"},
      {"therapies", "RxNorm:191831", "infliximab"},
      {"therapies", "191831", "infliximab"},
      {"vaccinations", "cvx:37", "yellow_fever"},
      {"vaccinations", "Masern-Mumps-R\u00f6teln", "mmr"},
      {"vaccinations", "Masern-Mumps-Ro\u0308teln", "mmr"},  // the umlaut as two code points
      {"tests", "loinc:5195-3", "hbsag"},
      {"allergies", "mouse  protein", "murine_protein"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto list = knowledge().vocabulary.find_list(row.list);
    REQUIRE(list);
    const facts::ListDef& def = knowledge().vocabulary.lists()[*list];
    const auto id =
        knowledge().terminology.find_id(def.fields[def.identity].type.domain, row.means);
    REQUIRE(id);
    const std::string wrong = misread(def, {{row.text, *id}});
    CHECK_MESSAGE(wrong.empty(), wrong);
  }
}

// A code of which no source was read says nothing: the entry stays, unresolved.
TEST_CASE("an unconfirmed code stands for nothing") {
  const Read reading = read(
      "profile: \"1\"\nid: p\nas_of: 2026-11-01\n"
      "tests: [{test: \"loinc:1648-5\", result: negative}]\n");
  CHECK_FALSE(reading.field("tests", 0, "test").value);
}

}  // namespace regimen::io
