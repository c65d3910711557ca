// Text: names folded for comparison, look-alikes, columns and line breaks, message patterns, dates
// and decimals in both languages, and the nearest of several names.
#include "engine/core/text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace {

using regimen::core::closest;
using regimen::core::display_width;
using regimen::core::edit_distance;
using regimen::core::first_invalid_utf8;
using regimen::core::fold_name;
using regimen::core::format_date;
using regimen::core::format_decimal;
using regimen::core::format_message;
using regimen::core::message_arguments;
using regimen::core::mixes_scripts;
using regimen::core::skeleton;
using regimen::core::wrap;

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("the first byte that is not UTF-8 is found") {
  CHECK_FALSE(first_invalid_utf8("").has_value());
  CHECK_FALSE(first_invalid_utf8("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80").has_value());
  CHECK(first_invalid_utf8("\xFF") == 0U);
  CHECK(first_invalid_utf8("ab\xC3") == 2U);
  CHECK(first_invalid_utf8("\xC3\xA4\x80") == 2U);
}

TEST_CASE("names are folded: case, width, apostrophes, and what separates words") {
  struct Row {
    std::string name;
    std::string text;
    std::string folded;
  };
  for (const Row& row : {
           Row{"case, apostrophe, underscore, blanks", "  Crohn's_Disease ", "crohns disease"},
           Row{"hyphen", "CROHN-KRANKHEIT", "crohn krankheit"},
           Row{"U+2019", "Crohn\xE2\x80\x99s", "crohns"},
           Row{"U+2018", "Crohn\xE2\x80\x98s", "crohns"},
           Row{"U+00B4, the accent typed for an apostrophe", "Crohn\xC2\xB4s disease",
               "crohns disease"},
           Row{"U+0060", "Crohn`s", "crohns"},
           Row{"sharp s", "Gro\xC3\x9F", "gross"},
           Row{"capital umlaut", "Z\xC3\x96LIAKIE", "z\xC3\xB6liakie"},
           Row{"o and a combining diaeresis", "Zo\xCC\x88liakie", "z\xC3\xB6liakie"},
           Row{"fullwidth", "\xEF\xBC\xA9\xEF\xBC\xA2\xEF\xBC\xA4", "ibd"},
           Row{"ligature fi", "\xEF\xAC\x81stula", "fistula"},
           Row{"micro sign is mu", "\xC2\xB5g", "\xCE\xBCg"},
           Row{"mu", "\xCE\xBCg", "\xCE\xBCg"},
           Row{"no-break space", "5\xC2\xA0mg", "5 mg"},
           Row{"no-break hyphen", "anti\xE2\x80\x91TNF", "anti tnf"},
           Row{"soft hyphen", "Metho\xC2\xADtrexat", "methotrexat"},
           Row{"several separators", "a _-\t- b", "a b"},
           Row{"nothing but separators", " -_- ", ""},
           Row{"nothing", "", ""},
       }) {
    CAPTURE(row.name);
    CHECK(fold_name(row.text) == row.folded);
    CHECK(fold_name(row.folded) == row.folded);  // folding twice changes nothing
  }
}

TEST_CASE("names of ASCII alone are folded as others are") {
  for (const std::string text :
       {"Crohn's_Disease", "A - B", "x`y", "  lead", "TRAIL__ing", "a\tb\nc\rd", "5-ASA", "(x)"}) {
    CAPTURE(text);
    CHECK(fold_name(text + "\xC3\xB6") == fold_name(text) + "\xC3\xB6");
  }
}

TEST_CASE("look-alikes of other scripts have the same skeleton, and only they") {
  // The Cyrillic letters U+0430, U+0435, U+043E in place of a, e, o.
  CHECK(skeleton("\xD0\xB0zathioprine") == skeleton("azathioprine"));
  CHECK(skeleton("azathi\xD0\xBEprin\xD0\xB5") == skeleton("azathioprine"));
  CHECK(skeleton("Infliximab") == skeleton("infliximab"));
  CHECK(skeleton("azathioprine") != skeleton("mercaptopurine"));
  CHECK(skeleton("\xD0\xB0zathioprine") != skeleton("azathioprin"));
  CHECK(fold_name("\xD0\xB0zathioprine") != fold_name("azathioprine"));
}

TEST_CASE("letters of two scripts in one name are noticed") {
  CHECK(mixes_scripts("\xD0\xB0zathioprine"));
  CHECK_FALSE(mixes_scripts("azathioprine"));
  CHECK_FALSE(mixes_scripts("\xD0\xB0\xD0\xB7\xD0\xB0"));  // all of it Cyrillic
  CHECK_FALSE(mixes_scripts("5-ASA 2.4 g"));               // digits and signs have no script
  CHECK_FALSE(mixes_scripts("Z\xC3\xB6liakie"));
  CHECK_FALSE(mixes_scripts(""));
}

TEST_CASE("a text takes so many columns of a terminal") {
  struct Row {
    std::string text;
    std::size_t width;
  };
  for (const Row& row : {
           Row{"", 0}, Row{"abc", 3}, Row{"\xC3\xA4", 1},
           Row{"a\xCC\x88", 1},                 // a and a combining diaeresis
           Row{"\xE6\x82\xA3\xE8\x80\x85", 4},  // two ideographs
           Row{"\xEF\xBC\xA1", 2},              // a fullwidth letter
           Row{"\xF0\x9F\x98\x80", 2},          // an emoji
           Row{"a\xE2\x80\x8B"
               "b",
               2},  // a zero width space between
       }) {
    CAPTURE(row.text);
    CHECK(display_width(row.text) == row.width);
  }
}

TEST_CASE("lines are broken at blanks, and words never") {
  CHECK(wrap("a b c", 3) == Lines{"a b", "c"});
  CHECK(wrap("a b c", 5) == Lines{"a b c"});
  CHECK(wrap("aaaa b", 3) == Lines{"aaaa", "b"});
  CHECK(wrap("b aaaa b", 3) == Lines{"b", "aaaa", "b"});
  CHECK(wrap("", 5) == Lines{""});
  CHECK(wrap("   ", 5) == Lines{""});
  CHECK(wrap("  a   b  ", 10) == Lines{"a b"});
  CHECK(wrap("a\nb", 10) == Lines{"a b"});
  CHECK(wrap("8\xC2\xA0mg x", 4) == Lines{"8\xC2\xA0mg", "x"});  // not at a no-break space
  CHECK(wrap("\xC3\xA4\xC3\xA4 \xC3\xB6", 4) == Lines{"\xC3\xA4\xC3\xA4 \xC3\xB6"});
  CHECK(wrap("\xE6\x82\xA3 \xE8\x80\x85", 4) == Lines{"\xE6\x82\xA3", "\xE8\x80\x85"});
}

TEST_CASE("a message is filled in, in the grammar of its language") {
  const char* days_en = "{n, plural, one {# day} other {# days}}";
  const char* days_de = "{n, plural, one {# Tag} other {# Tage}}";
  CHECK(format_message("no arguments", {}, "en") == "no arguments");
  CHECK(format_message("{a} of {b}", {{"a", "x"}, {"b", "y"}}, "en") == "x of y");
  CHECK(format_message("{b}{a}{b}", {{"a", "x"}, {"b", "y"}}, "de") == "yxy");
  CHECK(format_message(days_en, {{"n", "1"}}, "en") == "1 day");
  CHECK(format_message(days_en, {{"n", "0"}}, "en") == "0 days");
  CHECK(format_message(days_en, {{"n", "28"}}, "en") == "28 days");
  CHECK(format_message(days_de, {{"n", "1"}}, "de") == "1 Tag");
  CHECK(format_message(days_de, {{"n", "2"}}, "de") == "2 Tage");
  CHECK(format_message("{s, select, female {her} other {their}}", {{"s", "female"}}, "en") ==
        "her");
  CHECK(format_message("{s, select, female {her} other {their}}", {{"s", "x"}}, "en") == "their");
  CHECK(format_message("f\xC3\xBCr {a}", {{"a", "\xE2\x82\xAC"}}, "de") ==
        "f\xC3\xBCr \xE2\x82\xAC");
}

TEST_CASE("apostrophes of a pattern are those of ICU, and an argument is never a pattern") {
  CHECK(format_message("Crohn''s {a}", {{"a", "x"}}, "en") == "Crohn's x");
  CHECK(format_message("Crohn's {a}", {{"a", "x"}}, "en") == "Crohn's x");
  CHECK(format_message("Crohn''s", {}, "en") == "Crohn's");
  CHECK(format_message("'{'{a}'}'", {{"a", "x"}}, "en") == "{x}");
  CHECK(format_message("{a}", {{"a", "{b} it''s '{'"}, {"b", "y"}}, "en") == "{b} it''s '{'");
}

TEST_CASE("an argument of digits is shown as it is given, without grouping") {
  for (const std::string locale : {"en", "de"}) {
    for (const std::string digits :
         {"7", "287", "1543", "2026", "1000000", "007", "1234567890123"}) {
      CAPTURE(digits);
      CAPTURE(locale);
      CHECK(format_message("since {a}", {{"a", digits}}, locale) == "since " + digits);
    }
  }
}

TEST_CASE("a broken pattern gives nothing") {
  for (const std::string pattern :
       {"{", "{a", "{a,", "{a, plural}", "{a, plural, one {x}}", "{a, plural, other {x}",
        "{a, select, female {x}}", "{a, nonsense, x}", "{}", "{a b}"}) {
    CAPTURE(pattern);
    CHECK_FALSE(format_message(pattern, {{"a", "1"}}, "en").has_value());
    CHECK_FALSE(message_arguments(pattern, "en").has_value());
  }
}

TEST_CASE("the arguments of a pattern are known, also those inside a plural") {
  const auto names = [](const char* pattern) {
    auto found = message_arguments(pattern, "en").value_or(Lines{"broken"});
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  };
  CHECK(names("nothing").empty());
  CHECK(names("'{a}'").empty());
  CHECK(names("{a} {b} {a}") == Lines{"a", "b"});
  CHECK(names("{n, plural, one {# day} other {# days}}") == Lines{"n"});
  CHECK(names("{n, plural, one {{who} has one} other {{who} has #}}") == Lines{"n", "who"});
}

TEST_CASE("dates are written out in both languages") {
  struct Row {
    int year, month, day;
    std::string en;
    std::string de;
  };
  for (const Row& row : {
           Row{2026, 11, 1, "November 1, 2026", "1. November 2026"},
           Row{2024, 2, 29, "February 29, 2024", "29. Februar 2024"},
           Row{2026, 3, 3, "March 3, 2026", "3. M\xC3\xA4rz 2026"},
           Row{1970, 1, 1, "January 1, 1970", "1. Januar 1970"},
           Row{9999, 12, 31, "December 31, 9999", "31. Dezember 9999"},
           // The calendar is Gregorian at all times, also before 1582.
           Row{1500, 1, 1, "January 1, 1500", "1. Januar 1500"},
       }) {
    CHECK(format_date(row.year, row.month, row.day, "en") == row.en);
    CHECK(format_date(row.year, row.month, row.day, "de") == row.de);
  }
}

TEST_CASE("decimals have the sign of the language, and no grouping") {
  struct Row {
    std::string text;
    std::string de;
  };
  for (const Row& row : {Row{"1234.5", "1234,5"}, Row{"-0.25", "-0,25"}, Row{"287", "287"},
                         Row{"1234567", "1234567"}, Row{"0.0001", "0,0001"}}) {
    CHECK(format_decimal(row.text, "en") == row.text);
    CHECK(format_decimal(row.text, "de") == row.de);
  }
}

TEST_CASE("the distance of two names counts changes, and a swap of neighbours as one") {
  struct Row {
    std::string a;
    std::string b;
    std::size_t distance;
  };
  for (const Row& row : {
           Row{"", "", 0},
           Row{"abc", "abc", 0},
           Row{"abc", "", 3},
           Row{"abc", "abd", 1},
           Row{"abc", "ac", 1},
           Row{"abc", "abxc", 1},
           Row{"abcd", "abdc", 1},
           Row{"abcd", "badc", 2},
           // the example of the literature: k-s, e-i, and g added
           Row{"kitten", "sitting", 3},
       }) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(edit_distance(row.a, row.b, 10) == row.distance);
    CHECK(edit_distance(row.b, row.a, 10) == row.distance);
    if (row.distance > 0) CHECK(edit_distance(row.a, row.b, row.distance - 1) == row.distance);
  }
  CHECK(edit_distance("abc", "xyz", 1) == 2);
  CHECK(edit_distance("a", "abcdefgh", 2) == 3);
}

TEST_CASE("the nearest name is proposed, and none that is far") {
  const Lines known = {"age", "weight", "height", "infliximab", "adalimumab"};
  CHECK(closest("weigth", known) == "weight");
  CHECK(closest("Infliximb", known) == "infliximab");
  CHECK(closest("AGEE", known) == "age");
  CHECK(closest("infliximab", known) == "infliximab");
  CHECK_FALSE(closest("prednisone", known).has_value());
  CHECK_FALSE(closest("xyz", known).has_value());
  CHECK_FALSE(closest("weight", {}).has_value());
  CHECK_FALSE(closest(std::string(1'000'000, 'a'), known).has_value());
}
