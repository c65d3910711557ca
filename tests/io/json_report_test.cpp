// The JSON of a decision, byte for byte, for one that is made up by hand; and what it must never
// hold.
#include "engine/io/json_report.h"

#include <string>

#include "engine/decision/decide.h"
#include "engine/facts/settle.h"
#include "tests/io/shipped.h"

namespace regimen::io {

namespace {

using decision::Criterion;
using decision::Decision;
using facts::Cause;
using facts::Truth;
using program::Verdict;

Decision made_up() {
  Decision decision;
  decision.profile_id = "A \"1\"";
  decision.as_of = 0;  // 1 January 1970
  decision.pack_id = "pack";
  decision.pack_version = "1.2";
  decision.pack_digest = "aa";
  decision.knowledge_digest = "bb";
  decision.options.groups = {"more"};
  Criterion failing;
  failing.id = "inclusion.a";
  failing.group = "paper";
  failing.verdict = Verdict::fail;
  failing.assumed_verdict = Verdict::fail;
  failing.when = Truth::no;
  failing.observed = {{"s.a", "1.1 mg/dL", "11 mg/L", "2026-10", "letter", {}, {{"term", "3"}}},
                      {"l[0]", "drug", "", "", "", {{"dose", "3 g/day"}}, {}}};
  failing.required = "a >= 20 mg/L";
  failing.distance = {{"s.a", "9 mg/L", true}};
  failing.also_missing = {{"s.b", Cause::not_supplied, ""}};
  failing.cites = {{"source", "page 1", "supports"}};
  Criterion open;
  open.id = "exclusion.b";
  open.kind = language::RuleKind::exclusion;
  open.group = "more";
  open.decides = false;
  open.assumed_verdict = Verdict::pass;
  open.required = "not (any l)";
  open.missing = {{"l", Cause::not_known, "x, y"}};
  open.assumed = {"l-listed"};
  open.silent_on = "window";
  open.readings = {{"ever", Verdict::unknown}, {"now", Verdict::pass}};
  open.cites = {{"source", "page 2", "refutes"}};
  decision.eligibility.status = decision::EligibilityStatus::ineligible;
  decision.eligibility.criteria = {failing, open};
  decision.eligibility.failed = {"inclusion.a"};
  decision.eligibility.also_missing = {{"s.b", Cause::not_supplied, ""}};
  decision.eligibility.still_missing = {{"s.c", Cause::stale, ""}};
  decision.eligibility.would_fail = {{"exclusion.b", {"l-listed"}}};
  decision::Remark stratum;
  stratum.id = "stratum.c";
  stratum.kind = language::RuleKind::stratum;
  stratum.when = Truth::yes;
  stratum.level = "high";
  stratum.cites = {{"source", "page 3", "supports"}};
  decision::Remark unknown_stratum = stratum;
  unknown_stratum.id = "stratum.d";
  unknown_stratum.when = Truth::unknown;
  unknown_stratum.level = "";
  decision::Remark note = stratum;
  note.id = "note.e";
  note.kind = language::RuleKind::note;
  decision.remarks = {note, stratum, unknown_stratum};
  decision.ignored = {{"l[1]", "after_as_of"}};
  return decision;
}

constexpr const char* expected = R"json({
  "schema": "1",
  "profile": {
    "id": "A \"1\"",
    "as_of": "1970-01-01"
  },
  "pack": {
    "id": "pack",
    "version": "1.2",
    "digest": "aa"
  },
  "safety_pack": null,
  "knowledge": {
    "digest": "bb"
  },
  "engine": {
    "version": "9.9"
  },
  "options": {
    "jurisdiction": null,
    "assumptions": true,
    "groups": [
      "more"
    ],
    "weights": null,
    "locale": "de"
  },
  "eligibility": {
    "status": "ineligible",
    "criteria": [
      {
        "id": "inclusion.a",
        "kind": "inclusion",
        "group": "paper",
        "decides": true,
        "verdict": "fail",
        "verdict_with_assumptions": "fail",
        "when": "no",
        "observed": [
          {
            "fact": "s.a",
            "value": "1.1 mg/dL",
            "converted": "11 mg/L",
            "date": "2026-10",
            "origin": "letter",
            "terms": {
              "term": "3"
            }
          },
          {
            "fact": "l[0]",
            "value": "drug",
            "fields": {
              "dose": "3 g/day"
            }
          }
        ],
        "required": "a >= 20 mg/L",
        "distance": [
          {
            "fact": "s.a",
            "by": "9 mg/L",
            "direction": "too_low"
          }
        ],
        "missing": [],
        "also_missing": [
          {
            "fact": "s.b",
            "cause": "not_supplied"
          }
        ],
        "assumptions": [],
        "interpretation": null,
        "cites": [
          {
            "source": "source",
            "at": "page 1",
            "stance": "supports"
          }
        ]
      },
      {
        "id": "exclusion.b",
        "kind": "exclusion",
        "group": "more",
        "decides": false,
        "verdict": "unknown",
        "verdict_with_assumptions": "pass",
        "when": "unknown",
        "observed": [],
        "required": "not (any l)",
        "distance": [],
        "missing": [
          {
            "fact": "l",
            "cause": "not_known",
            "about": "x, y"
          }
        ],
        "also_missing": [],
        "assumptions": [
          "l-listed"
        ],
        "interpretation": {
          "silent_on": "window",
          "alternatives": [
            {
              "id": "ever",
              "verdict": "unknown"
            },
            {
              "id": "now",
              "verdict": "pass"
            }
          ]
        },
        "cites": [
          {
            "source": "source",
            "at": "page 2",
            "stance": "refutes"
          }
        ]
      }
    ],
    "failed": [
      "inclusion.a"
    ],
    "unknown": [],
    "missing": [],
    "also_missing": [
      {
        "fact": "s.b",
        "cause": "not_supplied"
      }
    ],
    "missing_with_assumptions": [
      {
        "fact": "s.c",
        "cause": "stale"
      }
    ],
    "would_fail_if_assumed": [
      {
        "criterion": "exclusion.b",
        "assumptions": [
          "l-listed"
        ]
      }
    ]
  },
  "strata": [
    {
      "id": "stratum.c",
      "when": "yes",
      "level": "high",
      "observed": [],
      "missing": [],
      "cites": [
        {
          "source": "source",
          "at": "page 3",
          "stance": "supports"
        }
      ]
    },
    {
      "id": "stratum.d",
      "when": "unknown",
      "level": null,
      "observed": [],
      "missing": [],
      "cites": [
        {
          "source": "source",
          "at": "page 3",
          "stance": "supports"
        }
      ]
    }
  ],
  "notes": [
    {
      "id": "note.e",
      "when": "yes",
      "observed": [],
      "missing": [],
      "cites": [
        {
          "source": "source",
          "at": "page 3",
          "stance": "supports"
        }
      ]
    }
  ],
  "regimens": [],
  "study": null,
  "comparisons": [],
  "effects": [],
  "other_harms": [],
  "benefit_risk": null,
  "assumptions": [],
  "ignored": [
    {
      "fact": "l[1]",
      "reason": "after_as_of"
    }
  ],
  "warnings": []
}
)json";

}  // namespace

TEST_CASE("a decision is written as the format says") {
  CHECK(json_report(made_up(), {}, "9.9", "de") == expected);
}

TEST_CASE("a jurisdiction is named where there is one") {
  Decision decision = made_up();
  decision.options.jurisdiction = "EU";
  CHECK(json_report(decision, {}, "9.9", "de").find("\"jurisdiction\": \"EU\"") !=
        std::string::npos);
}

TEST_CASE("warnings tell place and code, and never what the patient's text said") {
  const Read read = io::read(
      "profile: '1'\nas_of: 2026-11-01\ndisease: {cdai: 98765}\npatient: {weight: seventyseven}\n");
  const facts::Settled patient =
      facts::settle(read.record(), knowledge().vocabulary, knowledge().terminology, {});
  const Decision decision = decision::decide(shipped_pack(), patient, {});
  const std::string report = json_report(decision, read.reading.values, "9.9", "en");
  // In the order of their places: the CDAI stands on line 3, the weight on line 4.
  const auto cdai = report.find("\"code\": \"E0504\",\n      \"place\": \"p:3:17\"");
  const auto weight = report.find("\"code\": \"E0503\",\n      \"place\": \"p:4:19\"");
  CHECK(cdai != std::string::npos);
  CHECK(weight != std::string::npos);
  CHECK(cdai < weight);
  const std::string warnings = report.substr(report.find("\"warnings\""));
  CHECK(warnings.find("98765") == std::string::npos);
  CHECK(warnings.find("seventyseven") == std::string::npos);
}

TEST_CASE("the report is the same bytes in every language, but for the name of it") {
  const Read read =
      io::read(text_of(project_root() / "examples" / "patients" / "heart-failure.yaml"));
  const facts::Settled patient =
      facts::settle(read.record(), knowledge().vocabulary, knowledge().terminology, {});
  const Decision decision = decision::decide(shipped_pack(), patient, {});
  const std::string english = json_report(decision, {}, "9.9", "en");
  std::string german = json_report(decision, {}, "9.9", "de");
  const std::string name = "\"locale\": \"de\"";
  const auto place = german.find(name);
  REQUIRE(place != std::string::npos);
  german.replace(place, name.size(), "\"locale\": \"en\"");
  CHECK(english == german);
}

}  // namespace regimen::io
