// Diagnostics: how they are counted, sorted, capped and rendered, and what of a patient's text
// they never show.
#include "engine/core/diagnostic.h"

#include <doctest/doctest.h>

#include <cctype>
#include <set>
#include <string>

namespace {

using regimen::core::all_codes;
using regimen::core::Code;
using regimen::core::CodeInfo;
using regimen::core::Diagnostic;
using regimen::core::Diagnostics;
using regimen::core::info;
using regimen::core::Privacy;
using regimen::core::Severity;
using regimen::core::ShowValues;
using regimen::core::Source;
using regimen::core::Sources;
using regimen::core::Span;

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("codes are one letter of their severity and four digits, each once, each explained") {
  std::set<std::string_view> ids;
  std::set<std::string_view> names;
  REQUIRE(all_codes().size() > 50);
  for (const CodeInfo& code : all_codes()) {
    CAPTURE(code.id);
    CHECK(ids.insert(code.id).second);
    CHECK(names.insert(code.name).second);
    CHECK(&info(code.code) == &code);
    REQUIRE(code.id.size() == 5);
    CHECK(code.id[0] == (code.severity == Severity::error ? 'E' : 'W'));
    for (const char c : code.id.substr(1)) CHECK(std::isdigit(static_cast<unsigned char>(c)) != 0);
    CHECK(code.sentence.size() > 10);
    CHECK(code.sentence.back() == '.');
  }
}

TEST_CASE("a diagnostic shows its place, its code, its line, a caret and the way out") {
  Sources sources;
  const Source& source = sources.add("p.yaml", "a: 1\nweigth: 70 kg\n", Privacy::open);
  const Diagnostic diagnostic{Code::unknown_key,
                              {&source, 5, 11},
                              "there is no such key",
                              "weigth",
                              "did you mean `weight`?"};
  CHECK(render(diagnostic, ShowValues::no) ==
        "p.yaml:2:1: error E0113: there is no such key: `weigth`\n"
        "  |\n"
        "2 | weigth: 70 kg\n"
        "  | ^^^^^^\n"
        "  help: did you mean `weight`?\n");
}

TEST_CASE("a warning says so, and what has no place and no offender is one line") {
  CHECK(render(Diagnostic{Code::unused_definition, {}, "nothing uses it"}, ShowValues::no) ==
        "warning W0201: nothing uses it\n");
}

TEST_CASE("the words of a patient's text appear only where they are asked for") {
  Sources sources;
  const Source& source = sources.add("p.yaml", "note: Frau Schmidt\n", Privacy::patient);
  const Diagnostic diagnostic{Code::unknown_key,
                              {&source, 6, 18},
                              "there is no such key",
                              "Frau Schmidt",
                              "did you mean `nursing`?"};
  CHECK(render(diagnostic, ShowValues::no) ==
        "p.yaml:1:7: error E0113: there is no such key\n"
        "");
  const std::string shown = render(diagnostic, ShowValues::yes);
  CHECK(holds(shown, ": `Frau Schmidt`\n"));
  CHECK(holds(shown, "1 | note: Frau Schmidt\n"));
  Diagnostics all;
  all.add(diagnostic);
  CHECK_FALSE(holds(render(all, ShowValues::no), "Schmidt"));
  CHECK(holds(render(all, ShowValues::yes), "Schmidt"));
}

TEST_CASE("the caret stands under the place, whatever stands before it") {
  Sources sources;
  struct Row {
    std::string name, line, before;  // what stands before the place, in columns of a terminal
  };
  const std::vector<Row> rows = {
      {"plain", "abc X", "    "},
      {"two bytes a letter", "\xC3\xA4\xC3\xB6 X", "   "},
      {"a tab is one column", "\tX", " "},
      // u and a combining diaeresis: two characters, one column
      {"a combining mark", "u\xCC\x88 X", "  "},
      // two ideographs: two columns each
      {"wide characters", "\xE6\x82\xA3\xE8\x80\x85X", "    "},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Source& source = sources.add("s", row.line, Privacy::open);
    const auto at = static_cast<std::uint32_t>(row.line.find('X'));
    const std::string text =
        render(Diagnostic{Code::bad_value, {&source, at, at + 1}, "m"}, ShowValues::no);
    CHECK_MESSAGE(text.substr(text.rfind("  | ")) == "  | " + row.before + "^\n", text);
  }
}

TEST_CASE("carets cover a span on its own line only, one at least") {
  Sources sources;
  const Source& source = sources.add("s", "abc\ndef", Privacy::open);
  const auto carets = [&](std::uint32_t begin, std::uint32_t end) {
    const std::string text =
        render(Diagnostic{Code::bad_value, {&source, begin, end}, "m"}, ShowValues::no);
    return text.substr(text.rfind("| ") + 2);
  };
  CHECK(carets(0, 3) == "^^^\n");
  CHECK(carets(1, 3) == " ^^\n");
  CHECK(carets(1, 1) == " ^\n");
  CHECK(carets(1, 6) == " ^\n");
  CHECK(carets(3, 4) == "   ^\n");  // the line break itself
  CHECK(carets(7, 8) == "   ^\n");  // the end of the text
}

TEST_CASE("a long line is shown around the place") {
  Sources sources;
  const std::string line = std::string(5000, 'a') + "X" + std::string(5000, 'b');
  const Source& source = sources.add("s", line, Privacy::open);
  const std::string text =
      render(Diagnostic{Code::bad_value, {&source, 5000, 5001}, "m"}, ShowValues::no);
  CHECK(text.size() < 500);
  const std::size_t shown = text.find("1 | ");
  const std::size_t under = text.rfind("  | ");
  REQUIRE(shown != std::string::npos);
  CHECK(text[shown + (text.find('^') - under)] == 'X');
}

TEST_CASE("no control character of a text reaches the terminal") {
  Sources sources;
  // Escape sequences: by ESC, and by U+009B, which some terminals take for ESC [.
  const Source& source = sources.add("s",
                                     "a\x1B[31mb \xC2\x9B"
                                     "31m c\x07",
                                     Privacy::open);
  // An offender may hold them too: YAML and JSON have escapes for them.
  const Diagnostic diagnostic{Code::bad_value,
                              {&source, 0, 1},
                              "m",
                              "x\x1B[2J\n\xC2\x9B"
                              "2Jy"};
  const std::string text = render(diagnostic, ShowValues::no);
  CHECK_FALSE(holds(text, "\x1B"));
  CHECK_FALSE(holds(text, "\x07"));
  CHECK_FALSE(holds(text, "\xC2\x9B"));
  CHECK(holds(text, "s:1:1: error E0116: m: `x"));
  CHECK_FALSE(holds(text, "2J\n"));  // an offender stays on its line
}

TEST_CASE("diagnostics are sorted by file and place, and keep their order at one place") {
  Sources sources;
  const Source& b = sources.add("b", "xxxxxxxxxx", Privacy::open);
  const Source& a = sources.add("a", "xxxxxxxxxx", Privacy::open);
  Diagnostics diagnostics;
  diagnostics.add({Code::bad_value, {&b, 0, 1}, "4"});
  diagnostics.add({Code::bad_value, {&a, 9, 10}, "3"});
  diagnostics.add({Code::bad_value, {&a, 2, 3}, "1"});
  diagnostics.add({Code::bad_value, {&a, 2, 3}, "2"});
  diagnostics.add({Code::bad_value, {}, "0"});
  std::string order;
  for (const Diagnostic& one : diagnostics.sorted()) order += one.message;
  CHECK(order == "01234");
}

TEST_CASE("warnings are no errors") {
  Diagnostics diagnostics;
  CHECK(diagnostics.empty());
  diagnostics.add({Code::unused_definition, {}, "w"});
  CHECK_FALSE(diagnostics.empty());
  CHECK_FALSE(diagnostics.has_errors());
  diagnostics.add({Code::bad_value, {}, "e"});
  CHECK(diagnostics.has_errors());
  CHECK(diagnostics.error_count() == 1);
}

TEST_CASE("so many are kept, the rest are counted") {
  Diagnostics diagnostics;
  for (int i = 0; i < 203; ++i) diagnostics.add({Code::bad_value, {}, "m" + std::to_string(i)});
  CHECK(diagnostics.sorted().size() == 200);
  CHECK(diagnostics.dropped() == 3);
  CHECK(diagnostics.error_count() == 203);
  const std::string text = render(diagnostics, ShowValues::no);
  CHECK(holds(text, "error E0116: m199\n"));
  CHECK_FALSE(holds(text, "m200"));
  CHECK(holds(text, "and 3 more\n"));
}

TEST_CASE("an error that was dropped is still an error, also after others were appended") {
  Diagnostics full;
  for (int i = 0; i < 200; ++i) full.add({Code::unused_definition, {}, "w"});
  full.add({Code::bad_value, {}, "e"});
  CHECK(full.has_errors());
  Diagnostics other;
  other.append(full);
  CHECK(other.has_errors());
  CHECK(other.error_count() == 1);
  CHECK(other.dropped() == 1);
}
