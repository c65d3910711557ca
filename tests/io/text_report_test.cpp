// The page for a terminal: 80 columns in every example and language, the verdict first, what fails
// before what passes, readable without colour, and nothing of a profile that a terminal would obey.
#include "engine/io/text_report.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/text.h"
#include "engine/decision/decide.h"
#include "engine/facts/settle.h"
#include "tests/io/shipped.h"

namespace regimen::io {

namespace {

using decision::EligibilityStatus;

decision::Decision decide(const std::string& text, const decision::Options& options = {}) {
  const Read read = io::read(text);
  const facts::Settled patient = facts::settle(read.record(), knowledge().vocabulary,
                                               knowledge().terminology, shipped_pack().pack.stale);
  return decision::decide(shipped_pack(), patient, options);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::filesystem::path> examples() {
  std::vector<std::filesystem::path> result;
  for (const auto& entry :
       std::filesystem::directory_iterator(project_root() / "examples" / "patients")) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".yaml" || extension == ".json") result.push_back(entry.path());
  }
  std::sort(result.begin(), result.end());
  return result;
}

TextStyle style_of(const std::string& locale, bool all = false, Colour colour = Colour::no) {
  TextStyle style;
  style.locale = locale;
  style.all = all;
  style.colour = colour;
  return style;
}

std::string without_colour(const std::string& text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b') {
      i = text.find('m', i);
      continue;
    }
    result += text[i];
  }
  return result;
}

// What the verdict begins with, from knowledge/wording by hand.
std::string verdict_begins(EligibilityStatus status, const std::string& locale) {
  const bool english = locale == "en";
  switch (status) {
    case EligibilityStatus::eligible:
    case EligibilityStatus::eligible_with_assumptions:
      return english ? "MATCHES the SONIC" : "ERFÜLLT die Einschlusskriterien der Studie SONIC";
    case EligibilityStatus::ineligible:
      return english ? "DOES NOT MATCH the SONIC"
                     : "ERFÜLLT die Einschlusskriterien der Studie SONIC NICHT";
    case EligibilityStatus::indeterminate:
      return english ? "NOT DECIDED" : "NICHT ENTSCHIEDEN";
  }
  return "";
}

std::size_t line_with(const std::vector<std::string>& lines, const std::string& text) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find(text) != std::string::npos) return i;
  }
  return lines.size();
}

}  // namespace

TEST_CASE("every example keeps to 80 columns in every language") {
  REQUIRE(examples().size() >= 8);
  for (const auto& path : examples()) {
    for (const bool assumptions : {true, false}) {
      decision::Options options;
      options.assumptions = assumptions;
      options.groups =
          assumptions ? std::vector<std::string>{} : std::vector<std::string>{"registry"};
      const auto decision = decide(text_of(path), options);
      for (const char* locale : {"en", "de"}) {
        for (const bool all : {false, true}) {
          for (const std::string& line :
               lines_of(text_report(decision, shipped_pack(), style_of(locale, all)))) {
            INFO(path.filename().string(), " ", locale, ": ", line);
            CHECK(core::display_width(line) <= 80);
            CHECK((line.empty() || line.back() != ' '));
          }
        }
      }
    }
  }
}

TEST_CASE("the verdict comes first, then what fails, then the rest") {
  for (const auto& path : examples()) {
    const auto decision = decide(text_of(path));
    for (const std::string locale : {"en", "de"}) {
      INFO(path.filename().string(), " ", locale);
      const auto lines = lines_of(text_report(decision, shipped_pack(), style_of(locale, true)));
      REQUIRE(lines.size() > 6);
      CHECK(lines[0].rfind(decision.profile_id, 0) == 0);
      CHECK(lines[0].find("sonic 1.0.0") != std::string::npos);
      CHECK(lines[1] == std::string(80, '='));
      CHECK(lines[2].rfind(verdict_begins(decision.eligibility.status, locale), 0) == 0);
      const bool english = locale == "en";
      const std::vector<std::string> order = {
          english ? "Not met" : "Nicht erfüllt", english ? "Unknown" : "Offen",
          english ? "Met" : "Erfüllt", english ? "Sources" : "Quellen"};
      std::size_t last = 2;
      for (const std::string& heading : order) {
        const auto place = std::find(lines.begin(), lines.end(), heading);
        if (place == lines.end()) continue;
        const auto at = static_cast<std::size_t>(place - lines.begin());
        CHECK(at > last);
        last = at;
      }
      CHECK(last > 2);
    }
  }
}

TEST_CASE("what fails and what is missing is said by name") {
  const auto report = [](const char* file, const std::string& locale) {
    return lines_of(text_report(decide(text_of(project_root() / "examples" / "patients" / file)),
                                shipped_pack(), style_of(locale)));
  };
  // Thiopurine without response: not naive.
  const auto failing = report("thiopurine-failure.yaml", "en");
  const std::size_t heading = line_with(failing, "Not met");
  CHECK(line_with(failing, "x No previous thiopurine, methotrexate or anti-TNF") == heading + 1);
  // 20 years old: told with the observed value.
  const auto young = report("young-man.yaml", "en");
  CHECK(line_with(young, "x Age 21 years or older") == line_with(young, "Not met") + 1);
  CHECK(line_with(young, "The age is 20 years.") < young.size());
  // The plain match leans on one assumption, and says so before anything else.
  const auto first = report("first.yaml", "en");
  CHECK(first[3] == "* assumed: the list of therapies names all there were");
  // In German, numbers have a comma and dates their form.
  const auto german = report("first.yaml", "de");
  CHECK(german[0].find("1. November 2026") != std::string::npos);
}

TEST_CASE("colour adds nothing but colour") {
  for (const auto& path : examples()) {
    const auto decision = decide(text_of(path));
    const std::string plain = text_report(decision, shipped_pack(), style_of("en", true));
    const std::string coloured =
        text_report(decision, shipped_pack(), style_of("en", true, Colour::yes));
    CHECK(plain.find('\x1b') == std::string::npos);
    CHECK(coloured.find('\x1b') != std::string::npos);
    CHECK(without_colour(coloured) == plain);
  }
}

TEST_CASE("a language that is not there is English, word by word") {
  const auto decision = decide(text_of(project_root() / "examples" / "patients" / "first.yaml"));
  const auto lines = lines_of(text_report(decision, shipped_pack(), style_of("xx")));
  CHECK(lines[2].rfind("MATCHES the SONIC", 0) == 0);
}

TEST_CASE("no key of the wording is printed in place of its text") {
  for (const auto& path : examples()) {
    const auto decision = decide(text_of(path));
    for (const char* locale : {"en", "de"}) {
      const std::string report = text_report(decision, shipped_pack(), style_of(locale, true));
      for (const facts::FactDef& fact : knowledge().vocabulary.facts()) {
        if (fact.id.find('_') == std::string::npos) continue;
        INFO(path.filename().string(), " ", locale, " ", fact.id);
        CHECK(report.find(fact.id) == std::string::npos);
        CHECK(report.find(fact.at) == std::string::npos);
      }
      for (const facts::Cause cause :
           {facts::Cause::not_supplied, facts::Cause::not_known, facts::Cause::unresolved_name,
            facts::Cause::unit_not_convertible, facts::Cause::silent_source})
        CHECK(report.find(std::string(facts::to_text(cause))) == std::string::npos);
    }
  }
}

TEST_CASE("long names keep to the page as far as they can be broken") {
  const auto decision = decide(
      "profile: '1'\nas_of: 2026-11-01\n"
      "id: the practice of Doctor Somebody in Somewhere, patient number 12345678901234567890\n"
      "disease: {cdai: {value: 100, source: 'a letter of many words, which says the same thing "
      "again and again until the line is full'}}\n");
  for (const std::string& line :
       lines_of(text_report(decision, shipped_pack(), style_of("en", true)))) {
    INFO(line);
    CHECK(core::display_width(line) <= 80);
  }
}

}  // namespace regimen::io
