// Terminology: names, synonyms and codes resolve to one concept or to none, classes answer in three
// values, and bad definitions are errors in their place. On a small terminology of its own.
#include "engine/facts/terminology.h"

#include <array>
#include <memory>
#include <string>

#include "tests/facts/fixture.h"

namespace {

using regimen::core::Diagnostics;
using regimen::facts::ConceptId;
using regimen::facts::DomainId;
using regimen::facts::loinc_check_digit_holds;
using regimen::facts::Match;
using regimen::facts::Rational;
using regimen::facts::Resolution;
using regimen::facts::snomed_check_digit_holds;
using regimen::facts::Terminology;
using regimen::facts::Truth;
using regimen::facts_tests::codes;
using regimen::facts_tests::placed;
using regimen::facts_tests::Tree;

constexpr auto drugs = R"(
terminology: drug
concepts:
  - {id: blocker, name: {en: blocker, de: Hemmer}}
  - {id: alpha_blocker, name: {en: alpha blocker}, is_a: [blocker]}
  - {id: beta_blocker, name: {en: beta blocker}, is_a: [blocker]}
  - id: mixtol
    name: {en: Mixtol, de: Mixtöl}
    is_a: [alpha_blocker, beta_blocker]
    synonyms: [Brand-X, "D'Or"]
    codes: {rxnorm: {"111": s, "222": s}, atc: {C07AG02: s}}
    unconfirmed: {rxnorm: {"333": s}}
    attributes: {factor: {value: "5/4", source: s, at: here}}
  - {id: alphatol, name: {en: alphatol}, is_a: [alpha_blocker], codes: {rxnorm: {"444": s},
     cvx: {"111": s}}}
  - {id: betatol, name: {en: betatol}, is_a: [beta_blocker], codes: {snomed: {"444": s}}}
  - {id: other, name: {en: other}}
)";

constexpr auto conditions = R"(
terminology: condition
concepts:
  - {id: disease, name: {en: disease}, codes: {icd10cm: {"K50.*": s}}}
  - {id: disease_with_fistula, name: {en: disease with fistula}, is_a: [disease],
     implies: [fistula], codes: {icd10cm: {K50.013: s}}}
  - {id: disease_of_colon, name: {en: disease of the colon}, is_a: [disease],
     codes: {icd10cm: {"K50.1*": s}}}
  - {id: fistula, name: {en: fistula}}
  - {id: anal_fistula, name: {en: anal fistula}, is_a: [fistula]}
  - {id: skin_disease, name: {en: skin disease}, codes: {icd10cm: {L40: s}, rxnorm: {"111": s}}}
)";

// Both files, without their check digits: the codes of this terminology are short.
class Small {
 public:
  Small() {
    Diagnostics diagnostics;
    terminology_.add_file(drugs_.root(), diagnostics);
    terminology_.add_file(conditions_.root(), diagnostics);
    terminology_.finish(diagnostics);
    for (const auto& one : diagnostics.sorted())
      REQUIRE(one.code == regimen::core::Code::bad_check_digit);
    drug = *terminology_.domain("drug");
    condition = *terminology_.domain("condition");
  }

  [[nodiscard]] const Terminology& terminology() const { return terminology_; }

  // The id of what a text resolves to, or `none`, `ambiguous`, `looks like <id>`.
  [[nodiscard]] std::string resolve(DomainId domain, std::string_view text) const {
    const Resolution resolution = terminology_.resolve(domain, text);
    switch (resolution.match) {
      case Match::found:
        return terminology_.at(resolution.concept_id).id;
      case Match::none:
        return "none";
      case Match::ambiguous:
        return "ambiguous";
      case Match::confusable:
        return "looks like " + terminology_.at(resolution.concept_id).id;
    }
    return "?";
  }

  [[nodiscard]] Truth is_a(DomainId domain, std::string_view narrow, std::string_view wide) const {
    return terminology_.is_a(*terminology_.find_id(domain, narrow),
                             *terminology_.find_id(domain, wide));
  }

  DomainId drug = 0;
  DomainId condition = 0;

 private:
  Tree drugs_{drugs};
  Tree conditions_{conditions};
  Terminology terminology_;
};

// What loading says of one file.
std::string complaints(const std::string& text) {
  const Tree tree(text);
  Terminology terminology;
  Diagnostics diagnostics;
  terminology.add_file(tree.root(), diagnostics);
  terminology.finish(diagnostics);
  return codes(diagnostics);
}

}  // namespace

TEST_CASE("ids, names in all languages and synonyms resolve, however they are spelled") {
  const Small small;
  for (const std::string text :
       {"mixtol", "MIXTOL", "Mixt\xC3\xB6l", "MIXT\xC3\x96L", "Mixto\xCC\x88l", "brand x",
        "Brand_X", "BRAND-X", " brand  x ", "d'or", "dor", "D\xE2\x80\x99Or",
        "\xEF\xBC\xAD\xEF\xBC\xA9\xEF\xBC\xB8\xEF\xBC\xB4\xEF\xBC\xAF\xEF\xBC\xAC"}) {
    CAPTURE(text);
    CHECK(small.resolve(small.drug, text) == "mixtol");
  }
  CHECK(small.resolve(small.drug, "Hemmer") == "blocker");
  for (const std::string text : {"", " ", "mixto", "mixtoll", "brandx", "fistula", "mixtol 5 mg"}) {
    CAPTURE(text);
    CHECK(small.resolve(small.drug, text) == "none");
  }
}

TEST_CASE("codes resolve with their system, and without it where they are unique in the domain") {
  const Small small;
  struct Row {
    std::string text;
    std::string concept_id;
  };
  for (const Row& row : {
           Row{"rxnorm:111", "mixtol"},
           Row{"RxNorm:222", "mixtol"},
           Row{"222", "mixtol"},
           Row{"atc:C07AG02", "mixtol"},
           Row{"c07ag02", "mixtol"},
           Row{"cvx:111", "alphatol"},
           Row{"111", "ambiguous"},  // two drugs, by two systems
           Row{"444", "ambiguous"},
           Row{"snomed:444", "betatol"},
           Row{"rxnorm:444", "alphatol"},
           Row{"atc:111", "none"},  // not a code of that system
           Row{"foo:222", "none"},
           Row{"rxnorm:", "none"},
           Row{"rxnorm:999", "none"},
           Row{"333", "none"},  // unconfirmed
           Row{"rxnorm:333", "none"},
           Row{"22", "none"},
           Row{"2222", "none"},
       }) {
    CAPTURE(row.text);
    CHECK(small.resolve(small.drug, row.text) == row.concept_id);
  }
  // Another domain is another world: there the same code means something else.
  CHECK(small.resolve(small.condition, "111") == "skin_disease");
  CHECK(small.resolve(small.condition, "222") == "none");
}

TEST_CASE("a code of a class takes in all under it, and the longest that fits decides") {
  const Small small;
  struct Row {
    std::string text;
    std::string concept_id;
  };
  for (const Row& row : {
           Row{"K50", "disease"},
           Row{"k50", "disease"},
           Row{"K50.9", "disease"},
           Row{"K50.90", "disease"},
           Row{"K5090", "disease"},
           Row{"icd10cm:K50.90", "disease"},
           Row{"K50.1", "disease_of_colon"},
           Row{"K50.119", "disease_of_colon"},
           Row{"K50119", "disease_of_colon"},
           Row{"K50.013", "disease_with_fistula"},
           Row{"K50013", "disease_with_fistula"},
           Row{"K50.01", "disease"},
           Row{"L40", "skin_disease"},
           Row{"L40.1", "none"},  // without a star it stands for itself
           Row{"K5", "none"},
           Row{"K51.0", "none"},
           Row{"rxnorm:K50.1", "none"},
       }) {
    CAPTURE(row.text);
    CHECK(small.resolve(small.condition, row.text) == row.concept_id);
  }
}

TEST_CASE("words that begin like a code are no code") {
  const Small small;
  for (const std::string text :
       {"K50 excluded", "K50 ruled out", "K50.1 suspected", "K50.0, or K51",
        "K50 or something else", "K50?", "icd10cm:K50 excluded"}) {
    CAPTURE(text);
    CHECK(small.resolve(small.condition, text) == "none");
  }
}

TEST_CASE("a name with letters of another script is told from the name it looks like") {
  const Small small;
  CHECK(small.resolve(small.drug, "\xD0\xB0lphatol") == "looks like alphatol");
  CHECK(small.resolve(small.drug, "mixt\xD0\xBEl") == "looks like mixtol");
  CHECK(small.resolve(small.drug, "\xD0\xB0zathioprine") == "none");  // looks like nothing here
  CHECK(small.resolve(small.drug, "b\xC3\xA9tatol") == "none");       // an accent is no look-alike
}

TEST_CASE("a kind is yes, what may be one is unknown, what cannot be one is no") {
  const Small small;
  struct Row {
    std::string narrow;
    std::string wide;
    Truth is_a;
  };
  for (const Row& row : {
           Row{"mixtol", "mixtol", Truth::yes},
           Row{"mixtol", "alpha_blocker", Truth::yes},
           Row{"mixtol", "blocker", Truth::yes},
           Row{"blocker", "mixtol", Truth::unknown},  // it may be that one
           Row{"blocker", "alpha_blocker", Truth::unknown},
           Row{"alpha_blocker", "beta_blocker", Truth::unknown},  // mixtol is both
           Row{"alphatol", "beta_blocker", Truth::no},
           Row{"alphatol", "betatol", Truth::no},
           Row{"other", "blocker", Truth::no},
           Row{"blocker", "other", Truth::no},
           Row{"alphatol", "other", Truth::no},
       }) {
    CAPTURE(row.narrow);
    CAPTURE(row.wide);
    CHECK(small.is_a(small.drug, row.narrow, row.wide) == row.is_a);
  }
}

TEST_CASE("what a concept implies is there with it; what a broader one may imply is unknown") {
  const Small small;
  struct Row {
    std::string narrow;
    std::string wide;
    Truth is_a;
  };
  for (const Row& row : {
           Row{"disease_with_fistula", "disease", Truth::yes},
           Row{"disease_with_fistula", "fistula", Truth::yes},
           Row{"disease_with_fistula", "anal_fistula",
               Truth::unknown},  // which fistula is not said
           Row{"disease_of_colon", "fistula", Truth::no},
           Row{"fistula", "disease_with_fistula", Truth::no},  // a fistula is not that disease
           Row{"anal_fistula", "fistula", Truth::yes},
           Row{"anal_fistula", "disease", Truth::no},
           Row{"skin_disease", "fistula", Truth::no},
       }) {
    CAPTURE(row.narrow);
    CAPTURE(row.wide);
    CHECK(small.is_a(small.condition, row.narrow, row.wide) == row.is_a);
  }
}

TEST_CASE(
    "concepts have names in the languages they are given in, else in English, else their id") {
  const Small small;
  const Terminology& terminology = small.terminology();
  const ConceptId mixtol = *terminology.find_id(small.drug, "mixtol");
  CHECK(terminology.name(mixtol, "de") == "Mixt\xC3\xB6l");
  CHECK(terminology.name(mixtol, "en") == "Mixtol");
  CHECK(terminology.name(mixtol, "fr") == "Mixtol");
  CHECK(terminology.at(mixtol).attributes.at("factor") == *Rational::make(5, 4));
  CHECK(terminology.domain_name(small.drug) == "drug");
  CHECK_FALSE(terminology.domain("dru").has_value());
  // Rules name concepts by id alone.
  CHECK_FALSE(terminology.find_id(small.drug, "Brand-X").has_value());
  CHECK_FALSE(terminology.find_id(small.drug, "Mixtol").has_value());
  CHECK_FALSE(terminology.find_id(small.condition, "mixtol").has_value());
  CHECK(terminology.ids(small.condition).size() == 6);
}

TEST_CASE("a bad definition of a concept is an error in its place") {
  const std::string head = "terminology: drug\nconcepts:\n";
  struct Row {
    std::string name;
    std::string text;
    std::string codes;
  };
  for (const Row& row : {
           Row{"good", "- {id: a, name: {en: A}}\n", ""},
           Row{"an id twice", "- {id: a, name: {en: A}}\n- {name: {en: B}, id: a}\n",
               "E0201@{name: {en: B"},
           Row{"a name of two", "- {id: a, name: {en: A}}\n- {id: b, name: {en: a}}\n",
               "E0603@{id: b"},
           Row{"a synonym of two",
               "- {id: a, name: {en: A}, synonyms: [X-y]}\n"
               "- {id: b, name: {en: B}, synonyms: [x Y]}\n",
               "E0603@{id: b"},
           Row{"one name twice in one", "- {id: a, name: {en: A, de: a}, synonyms: [A]}\n", ""},
           Row{"no name", "- {id: a}\n", "E0114@{id"},
           Row{"no parent of that name", "- {id: a, name: {en: A}, is_a: [b]}\n", "E0403@b]"},
           Row{"nothing to imply", "- {id: a, name: {en: A}, implies: [b]}\n", "E0403@b]"},
           Row{"parents that are no list", "- {id: a, name: {en: A}, is_a: b}\n", "E0115@b}"},
           Row{"a wrong check digit of LOINC",
               "- {id: a, name: {en: A}, codes: {loinc: {12345-6: s}}}\n", "E0605@12345"},
           Row{"a wrong check digit of SNOMED CT",
               "- {id: a, name: {en: A}, codes: {snomed: {34000007: s}}}\n", "E0605@34000007"},
           Row{"an unconfirmed code is checked as well",
               "- {id: a, name: {en: A}, unconfirmed: {loinc: {12345-6: s}}}\n", "E0605@12345"},
           Row{"an attribute without its source",
               "- {id: a, name: {en: A}, attributes: {x: {value: \"1\", at: h}}}\n",
               "E0114@{value, E0203@{value"},
           Row{"an attribute that is no number",
               "- {id: a, name: {en: A}, attributes: {x: {value: b, source: s, at: h}}}\n",
               "E0602@{value"},
           Row{"an unknown key", "- {id: a, name: {en: A}, synonym: [b]}\n", "E0113@synonym"},
       }) {
    CAPTURE(row.name);
    CHECK(complaints(head + row.text) == placed(head + row.text, row.codes));
  }
}

TEST_CASE("a concept cannot be a kind of itself, by whatever detour") {
  const std::string head = "terminology: drug\nconcepts:\n";
  for (const std::string text :
       {"- {id: a, name: {en: A}, is_a: [a]}\n",
        "- {id: a, name: {en: A}, is_a: [b]}\n- {id: b, name: {en: B}, is_a: [a]}\n"}) {
    CAPTURE(text);
    CHECK(complaints(head + text).find("E0602") != std::string::npos);
  }
}

TEST_CASE("the check digit of a LOINC code finds every wrong digit, and most swaps") {
  // LOINC Users' Guide, appendix on the mod 10 check digit: 12345 has the check digit 5.
  CHECK(loinc_check_digit_holds("12345-5"));
  for (char digit = '0'; digit <= '9'; ++digit) {
    CHECK(loinc_check_digit_holds(std::string("12345-") + digit) == (digit == '5'));
    for (std::size_t at = 0; at < 5; ++at) {
      std::string code = "12345-5";
      if (code[at] == digit) continue;
      code[at] = digit;
      CHECK_FALSE(loinc_check_digit_holds(code));
    }
  }
  CHECK_FALSE(loinc_check_digit_holds("21345-5"));
  for (const std::string text :
       {"", "-", "-5", "12345", "12345-", "12345-55", "1234a-5", "12345 5"}) {
    CAPTURE(text);
    CHECK_FALSE(loinc_check_digit_holds(text));
  }
}

TEST_CASE("the check digit of a SNOMED CT code finds every wrong digit and every swap") {
  // The root concept, and `is a`, as they stand in the technical implementation guide.
  for (const std::string code : {"138875005", "116680003"}) {
    CAPTURE(code);
    CHECK(snomed_check_digit_holds(code));
    for (std::size_t at = 0; at < code.size(); ++at) {
      for (char digit = '0'; digit <= '9'; ++digit) {
        std::string wrong = code;
        wrong[at] = digit;
        CHECK(snomed_check_digit_holds(wrong) == (wrong == code));
      }
      if (at + 1 == code.size() || code[at] == code[at + 1]) continue;
      std::string swapped = code;
      std::swap(swapped[at], swapped[at + 1]);
      CHECK_FALSE(snomed_check_digit_holds(swapped));
    }
  }
  for (const std::string text : {"", "12345", "1234567890123456789", "13887500a", "138875005 "}) {
    CAPTURE(text);
    CHECK_FALSE(snomed_check_digit_holds(text));
  }
}
