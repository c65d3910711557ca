// Knowledge: what is wrong with a folder of knowledge is told in its place, and what is shipped
// holds together: names and codes resolve to their concepts, check digits are right, examples read.
#include "engine/facts/knowledge.h"

#include <array>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "tests/facts/fixture.h"
#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using regimen::core::Diagnostics;
using regimen::core::Node;
using regimen::core::Sources;
using regimen::facts::Citation;
using regimen::facts::Concept;
using regimen::facts::ConceptCode;
using regimen::facts::ConceptId;
using regimen::facts::FactDef;
using regimen::facts::FieldDef;
using regimen::facts::Kind;
using regimen::facts::Knowledge;
using regimen::facts::ListDef;
using regimen::facts::load_knowledge;
using regimen::facts::Match;
using regimen::facts::parse_numeral;
using regimen::facts::parse_span;
using regimen::facts::read_citations;
using regimen::facts::Resolution;
using regimen::facts::scale;
using regimen::facts::Terminology;
using regimen::facts::Truth;
using regimen::facts::ValueType;
using regimen::facts_tests::codes;
using regimen::facts_tests::shipped;
using regimen::facts_tests::shipped_folder;
using regimen::facts_tests::Tree;

// A copy of the shipped folder that may be spoiled, gone at the end.
class Copy {
 public:
  Copy() { fs::copy(shipped_folder(), own_.path(), fs::copy_options::recursive); }
  void append(const std::string& file, const std::string& text) const {
    std::ofstream(folder() / file, std::ios::app) << text;
  }

  [[nodiscard]] const fs::path& folder() const { return own_.path(); }

 private:
  regimen::support::TemporaryFolder own_;
};

// The codes of what is wrong, without places; empty where it loads.
std::string trouble_with(const fs::path& folder) {
  Sources sources;
  Diagnostics diagnostics;
  const auto knowledge = load_knowledge(folder, sources, diagnostics);
  CHECK((knowledge == nullptr) == diagnostics.has_errors());
  std::string text;
  for (const auto& one : diagnostics.sorted()) {
    if (!text.empty()) text += " ";
    text += regimen::core::info(one.code).id;
  }
  return text;
}

std::string digest_of(const fs::path& folder) {
  Sources sources;
  Diagnostics diagnostics;
  const auto knowledge = load_knowledge(folder, sources, diagnostics);
  REQUIRE(knowledge != nullptr);
  return knowledge->digest;
}

// Every concept with its id.
template <typename Check>
void for_each_concept(Check check) {
  const Terminology& terminology = shipped().terminology;
  for (ConceptId id = 0; id < terminology.size(); ++id) {
    const Concept& entry = terminology.at(id);
    CAPTURE(entry.id);
    check(id, entry);
  }
}

// The mod 10 check digit as the LOINC Users' Guide works it out on paper: the digits at odd places
// from the right make a number, which is doubled; the digits at even places are put before it; the
// sum of all its digits is taken up to the next ten.
int loinc_check_digit(const std::string& number) {
  std::uint64_t odd = 0;
  std::string even;
  for (std::size_t place = 1; place <= number.size(); ++place) {
    const char digit = number[number.size() - place];
    if (place % 2 == 1) {
      odd = odd * 10 + static_cast<std::uint64_t>(digit - '0');
    } else {
      even += digit;
    }
  }
  int sum = 0;
  for (const char digit : even + std::to_string(odd * 2)) sum += digit - '0';
  return (10 - sum % 10) % 10;
}

// Verhoeff's scheme from its definition: the symmetries of a pentagon, 0 to 4 turned and 5 to 9
// turned over, and one permutation applied as often as the digit stands from the right.
int compose(int a, int b) {
  const bool a_over = a >= 5;
  const bool b_over = b >= 5;
  const int turn = ((a % 5) + (a_over ? 5 - b % 5 : b % 5)) % 5;
  return turn + (a_over != b_over ? 5 : 0);
}

bool verhoeff_holds(const std::string& code) {
  constexpr std::array<int, 10> permutation = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  int check = 0;
  for (std::size_t place = 0; place < code.size(); ++place) {
    int digit = code[code.size() - 1 - place] - '0';
    for (std::size_t i = 0; i < place; ++i) digit = permutation[static_cast<std::size_t>(digit)];
    check = compose(check, digit);
  }
  return check == 0;
}

}  // namespace

TEST_CASE("what is shipped loads, and its digest is that of its files") {
  CHECK(shipped().digest.size() == 64);
  const Copy copy;
  CHECK(digest_of(copy.folder()) == shipped().digest);
  copy.append("wording/en.yaml", "# a comment\n");
  CHECK(digest_of(copy.folder()) != shipped().digest);
}

TEST_CASE("a folder with something missing or broken is refused") {
  struct Row {
    std::string name;
    std::string removed;
    std::string appended, text;
    std::string codes;
  };
  for (const Row& row : {
           Row{"units missing", "units.yaml", "", "", "E0209"},
           Row{"sources missing", "sources.yaml", "", "", "E0209"},
           Row{"vocabulary missing", "vocabulary.yaml", "", "", "E0209"},
           Row{"not YAML", "", "terminology/drug.yaml", "  ] [", "E0101"},
           Row{"a source twice", "", "sources.yaml",
               "\n  - {id: ucum, title: x, provenance: primary}\n", "E0201"},
           Row{"no such provenance", "", "sources.yaml",
               "\n  - {id: x, title: x, provenance: hearsay}\n", "E0116"},
           Row{"a code of no source", "", "terminology/procedure.yaml",
               "\n  - {id: x, name: {en: x}, codes: {snomed: {\"138875005\": nowhere}}}\n",
               "E0204"},
           Row{"a wrong check digit", "", "terminology/procedure.yaml",
               "\n  - {id: x, name: {en: x}, codes: {snomed: {\"138875006\": ecqm}}}\n", "E0605"},
           Row{"a wording that is none", "", "wording/en.yaml", "\nmore: 1\n", "E0115"},
       }) {
    CAPTURE(row.name);
    const Copy copy;
    if (!row.removed.empty()) fs::remove(copy.folder() / row.removed);
    if (!row.appended.empty()) copy.append(row.appended, row.text);
    const std::string trouble = trouble_with(copy.folder());
    CHECK_MESSAGE(trouble.find(row.codes) != std::string::npos, trouble);
  }
  CHECK(trouble_with(shipped_folder() / "nothing").find("E0209") != std::string::npos);
}

TEST_CASE("a citation names a source and a place in it") {
  struct Row {
    std::string name;
    std::string text;
    std::string codes;
  };
  for (const Row& row : {
           Row{"good", "[{source: ucum, at: table 1, stance: supports}]", ""},
           Row{"without a stance", "[{source: ucum, at: table 1}]", ""},
           Row{"against", "[{source: ucum, at: table 1, stance: refutes}]", ""},
           Row{"none", "[]", "E0203 1:1"},
           Row{"no list", "ucum", "E0203 1:1"},
           Row{"no such source", "[{source: ucumm, at: table 1}]", "E0204 1:11"},
           Row{"no place", "[{source: ucum}]", "E0114 1:2"},
           Row{"an empty place", "[{source: ucum, at: ''}]", "E0203 1:2"},
           Row{"no source", "[{at: table 1}]", "E0114 1:2"},
           Row{"no such stance", "[{source: ucum, at: x, stance: likes}]", "E0116 1:2"},
       }) {
    CAPTURE(row.name);
    const Tree tree(row.text);
    Diagnostics diagnostics;
    const auto citations = read_citations(&tree.root(), tree.root().span, shipped(), diagnostics);
    CHECK(codes(diagnostics) == row.codes);
    if (row.codes.empty()) {
      REQUIRE(citations.size() == 1);
      CHECK(citations[0].source == "ucum");
      CHECK(citations[0].at == "table 1");
      CHECK(citations[0].stance == (row.name == "against" ? "refutes" : "supports"));
    }
  }
  const Tree owner("rule");
  Diagnostics diagnostics;
  CHECK(read_citations(nullptr, owner.root().span, shipped(), diagnostics).empty());
  CHECK(codes(diagnostics) == "E0203 1:1");
}

TEST_CASE("wording is that of the language, else English, else the key") {
  CHECK(shipped().word("de", "lists", "therapies") != shipped().word("en", "lists", "therapies"));
  CHECK(shipped().word("fr", "lists", "therapies") == shipped().word("en", "lists", "therapies"));
  CHECK(shipped().word("de", "lists", "no_such_key") == "no_such_key");
  CHECK(shipped().word("de", "no_such_section", "key") == "key");
}

TEST_CASE("both languages say the same things") {
  const auto& english = shipped().wording.at("en");
  const auto& german = shipped().wording.at("de");
  for (const auto& [section, entries] : english) {
    const auto& told_section = section;
    CAPTURE(told_section);
    REQUIRE(german.count(section) == 1);
    for (const auto& [key, text] : entries) {
      const auto& told_key = key;
      CAPTURE(told_key);
      CHECK(german.at(section).count(key) == 1);
      CHECK_FALSE(text.empty());
    }
    CHECK(german.at(section).size() == entries.size());
  }
  for (const FactDef& fact : shipped().vocabulary.facts())
    CHECK_MESSAGE(english.at("facts").count(fact.id) == 1, fact.id);
  for (const ListDef& list : shipped().vocabulary.lists())
    CHECK_MESSAGE(english.at("lists").count(list.id) == 1, list.id);
}

// --- the terminology that is shipped ---

TEST_CASE("the test's own check digits are those of the textbooks") {
  CHECK(loinc_check_digit("12345") == 5);  // LOINC Users' Guide
  CHECK(verhoeff_holds("2363"));           // 236 has the check digit 3
  CHECK_FALSE(verhoeff_holds("2364"));
  CHECK(verhoeff_holds("138875005"));  // the root of SNOMED CT
}

TEST_CASE("every LOINC and SNOMED CT code has the right check digit, and every code its shape") {
  const std::map<std::string, std::regex> shapes = {
      {"rxnorm", std::regex("[1-9][0-9]{0,7}")},
      {"atc", std::regex("[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?")},
      {"snomed", std::regex("[1-9][0-9]{5,17}")},
      {"icd10cm", std::regex("[A-TV-Z][0-9][0-9A-Z](\\.[0-9A-Z]{1,4})?(\\.?\\*)?")},
      {"loinc", std::regex("[1-9][0-9]{0,6}-[0-9]")},
      {"cvx", std::regex("[0-9]{2,3}")},
  };
  std::map<std::string, int> seen;
  for_each_concept([&](ConceptId, const Concept& entry) {
    for (const ConceptCode& code : entry.codes) {
      CAPTURE(code.system);
      CAPTURE(code.code);
      ++seen[code.system];
      REQUIRE(shapes.count(code.system) == 1);
      REQUIRE(std::regex_match(code.code, shapes.at(code.system)));
      if (code.system == "loinc") {
        const auto dash = code.code.find('-');
        CHECK(loinc_check_digit(code.code.substr(0, dash)) == code.code[dash + 1] - '0');
      }
      if (code.system != "snomed") continue;
      CHECK(verhoeff_holds(code.code));
      // A concept, not a description or a relation: its partition is 00 or, in an extension, 10.
      const std::string partition = code.code.substr(code.code.size() - 3, 2);
      CHECK((partition == "00" || partition == "10"));
    }
  });
  CHECK(seen["loinc"] > 10);
  CHECK(seen["snomed"] > 30);
}

TEST_CASE("every id, name and synonym resolves to its concept, in any case") {
  const Terminology& terminology = shipped().terminology;
  const auto upper = [](std::string text) {
    for (char& c : text) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
  };
  for_each_concept([&](ConceptId id, const Concept& entry) {
    std::vector<std::string> names = entry.synonyms;
    names.push_back(entry.id);
    for (const auto& [locale, name] : entry.names) names.push_back(name);
    for (const std::string& name : names) {
      CAPTURE(name);
      for (const std::string& spelled : {name, upper(name), " " + name + " "}) {
        const Resolution resolution = terminology.resolve(entry.domain, spelled);
        CHECK(resolution.match == Match::found);
        CHECK(resolution.concept_id == id);
      }
    }
    CHECK(entry.names.count("en") == 1);
  });
}

TEST_CASE("every confirmed code resolves to its concept") {
  const Terminology& terminology = shipped().terminology;
  for_each_concept([&](ConceptId id, const Concept& entry) {
    for (const ConceptCode& code : entry.codes) {
      if (!code.confirmed) continue;
      CAPTURE(code.code);
      // `K50.*` stands for K50 itself as well.
      std::string text = code.code;
      while (!text.empty() && (text.back() == '*' || text.back() == '.')) text.pop_back();
      const Resolution resolution = terminology.resolve(entry.domain, code.system + ":" + text);
      CHECK(resolution.match == Match::found);
      CHECK(resolution.concept_id == id);
      const Resolution bare = terminology.resolve(entry.domain, text);
      CHECK((bare.match == Match::ambiguous || bare.concept_id == id));
    }
  });
}

TEST_CASE("no unconfirmed code matches anything") {
  const Terminology& terminology = shipped().terminology;
  int seen = 0;
  for_each_concept([&](ConceptId, const Concept& entry) {
    for (const ConceptCode& code : entry.codes) {
      if (code.confirmed) continue;
      ++seen;
      CAPTURE(code.code);
      std::string text = code.code;
      while (!text.empty() && (text.back() == '*' || text.back() == '.')) text.pop_back();
      CHECK(terminology.resolve(entry.domain, code.system + ":" + text).match == Match::none);
      CHECK(terminology.resolve(entry.domain, text).match == Match::none);
    }
  });
  CHECK(seen > 5);
}

TEST_CASE("no concept is above itself, and every attribute is a number with its source") {
  const Terminology& terminology = shipped().terminology;
  for_each_concept([&](ConceptId id, const Concept& entry) {
    CHECK(terminology.is_a(id, id) == Truth::yes);
    for (const ConceptId parent : entry.parents) {
      CHECK(terminology.at(parent).domain == entry.domain);
      CHECK(terminology.is_a(id, parent) == Truth::yes);
      CHECK(terminology.is_a(parent, id) != Truth::yes);
    }
  });
}

// --- the vocabulary that is shipped ---

namespace {

// Whether a text can stand for a value of the type, by the functions of this layer.
bool reads(const std::string& text, const ValueType& type) {
  if (text == "unknown") return true;
  switch (type.kind) {
    case Kind::truth:
      return text == "yes" || text == "no";
    case Kind::number: {
      const auto numeral = parse_numeral(text);
      if (!numeral) return false;
      if (numeral->unit.empty()) {
        return type.unit.text.empty() && within(numeral->value, type.plausible) == Truth::yes;
      }
      const auto unit = shipped().units.parse(numeral->unit);
      if (!unit || unit->dimension != type.unit.dimension) return false;
      const auto value = scale(numeral->value, unit->factor);
      return value && within(*value, type.plausible) == Truth::yes;
    }
    case Kind::span: {
      const auto span = parse_span(text, shipped().units);
      return span && within(span->days, type.plausible) != Truth::no;
    }
    case Kind::date:
      return regimen::facts::parse_date(text).has_value();
    case Kind::period:
      return false;
    case Kind::word:
      return type.words.find(text).has_value();
    case Kind::concept_name:
      return shipped().terminology.resolve(type.domain, text).match == Match::found;
  }
  return false;
}

}  // namespace

TEST_CASE("every fact has a place in a profile and an example that reads") {
  REQUIRE(shipped().vocabulary.facts().size() > 20);
  for (const FactDef& fact : shipped().vocabulary.facts()) {
    CAPTURE(fact.id);
    CAPTURE(fact.example);
    CHECK(reads(fact.example, fact.type));
    const auto& sections = shipped().vocabulary.sections();
    const std::string section = fact.at.substr(0, fact.at.find('.'));
    CHECK(std::find(sections.begin(), sections.end(), section) != sections.end());
    // No fact stands where another one has its parts.
    for (const FactDef& other : shipped().vocabulary.facts())
      CHECK(other.at.rfind(fact.at + ".", 0) != 0);
  }
}

TEST_CASE("every list has an example whose fields read") {
  REQUIRE(shipped().vocabulary.lists().size() == 6);
  for (const ListDef& list : shipped().vocabulary.lists()) {
    CAPTURE(list.id);
    const Tree example(list.example);
    REQUIRE(example.root().is_mapping());
    const auto& items = example.root().items;
    CHECK(example.root().find(list.fields[list.identity].id) != nullptr);
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      CAPTURE(items[i].text);
      const auto field = list.find_field(items[i].text);
      REQUIRE(field.has_value());
      CHECK(list.fields[*field].is_given());
      CHECK(reads(items[i + 1].text, list.fields[*field].type));
    }
  }
}

TEST_CASE(
    "a list that can be closed has an assumption for what is not in it, a list of tests none") {
  for (const ListDef& list : shipped().vocabulary.lists()) {
    CAPTURE(list.id);
    CHECK(list.assumption.empty() == !list.closable);
    CHECK(list.outcome.has_value() == (list.id == "tests"));
    if (!list.assumption.empty())
      CHECK(shipped().wording.at("en").at("assumptions").count(list.assumption) == 1);
  }
}

TEST_CASE("every plausible range is one") {
  const auto check = [](const ValueType& type) {
    if (type.plausible.is_bounded()) CHECK(*type.plausible.low.at < *type.plausible.high.at);
  };
  for (const FactDef& fact : shipped().vocabulary.facts()) check(fact.type);
  for (const ListDef& list : shipped().vocabulary.lists()) {
    for (const FieldDef& field : list.fields) check(field.type);
  }
}
