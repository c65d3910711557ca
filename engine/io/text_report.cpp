// Entry: text_report. Test: tests/io/text_report_test.cpp and the golden reports of tests/golden.
#include "engine/io/text_report.h"

#include <algorithm>
#include <array>

#include "engine/core/mapping.h"
#include "engine/core/text.h"

namespace regimen::io {

using decision::Criterion;
using decision::EligibilityStatus;
using program::Verdict;

namespace {

constexpr std::size_t page_width = 80;

class Writer {
 public:
  Writer(const decision::Decision& decision, const language::CheckedPack& pack,
         const TextStyle& style)
      : decision_(decision),
        knowledge_(*pack.knowledge),
        style_(style),
        wording_(choose_wording(pack.pack, style.locale)) {}

  std::string run() {
    number_sources();
    head();
    criteria("fails", [](const Criterion& c) { return c.decides && c.verdict == Verdict::fail; });
    criteria("unknown", [](const Criterion& c) {
      return c.decides && c.verdict == Verdict::unknown && c.assumed_verdict != Verdict::pass;
    });
    criteria("assumed", [](const Criterion& c) {
      return c.decides && c.verdict == Verdict::unknown && c.assumed_verdict == Verdict::pass;
    });
    missing("missing", decision_.eligibility.missing);
    if (style_.all) missing("also-missing", decision_.eligibility.also_missing);
    criteria("passes", [](const Criterion& c) { return c.decides && c.verdict == Verdict::pass; });
    criteria("not-applicable",
             [](const Criterion& c) { return c.decides && c.verdict == Verdict::not_applicable; });
    criteria("not-deciding", [](const Criterion& c) { return !c.decides; });
    remarks();
    ignored();
    sources();
    foot();
    return std::move(out_);
  }

 private:
  // --- words ---

  static const language::PackWording* choose_wording(const language::Pack& pack,
                                                     const std::string& locale) {
    for (const std::string& wanted : {locale, std::string("en")}) {
      const auto place = pack.wording.find(wanted);
      if (place != pack.wording.end()) return &place->second;
    }
    return pack.wording.empty() ? nullptr : &pack.wording.begin()->second;
  }

  [[nodiscard]] std::string say(std::string_view key,
                                const core::MessageArguments& arguments = {}) const {
    const std::string pattern = knowledge_.word(style_.locale, "report", key);
    return core::format_message(pattern, arguments, style_.locale).value_or(pattern);
  }

  [[nodiscard]] const language::RuleWording* rule_wording(const std::string& id) const {
    if (wording_ == nullptr) return nullptr;
    const auto place = wording_->rules.find(id);
    return place == wording_->rules.end() ? nullptr : &place->second;
  }

  [[nodiscard]] std::string title(const std::string& id) const {
    const auto* wording = rule_wording(id);
    return wording == nullptr ? id : wording->title;
  }

  // `section.fact` and `list[0].field` as a reader calls them.
  [[nodiscard]] std::string name_of(const std::string& key) const {
    if (const auto fact = knowledge_.vocabulary.find_path(key)) {
      return knowledge_.word(style_.locale, "facts", knowledge_.vocabulary.facts()[*fact].id);
    }
    const auto bracket = key.find('[');
    if (bracket == std::string::npos) return knowledge_.word(style_.locale, "lists", key);
    const auto close = key.find(']');
    std::string name = knowledge_.word(style_.locale, "lists", key.substr(0, bracket)) + " " +
                       std::to_string(std::stoul(key.substr(bracket + 1, close - bracket - 1)) + 1);
    if (close + 2 < key.size())
      name += ", " + knowledge_.word(style_.locale, "fields", key.substr(close + 2));
    return name;
  }

  [[nodiscard]] std::string concept_name(const std::string& id) const {
    for (facts::ConceptId i = 0; i < knowledge_.terminology.size(); ++i) {
      if (knowledge_.terminology.at(i).id == id)
        return knowledge_.terminology.name(i, style_.locale);
    }
    return id;
  }

  [[nodiscard]] std::string date(const std::string& iso) const {
    const auto range = facts::parse_date(iso);
    if (!range || !range->is_point()) return iso;
    const facts::CalendarDay day = facts::to_calendar(range->first);
    return core::format_date(day.year, day.month, day.day, style_.locale);
  }

  // One line for each fact and cause; what is asked of a list is gathered.
  [[nodiscard]] std::vector<std::string> missing_texts(const facts::MissingSet& set) const {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < set.size(); ++i) {
      const facts::Missing& item = set[i];
      const auto same = [&](const facts::Missing& other) {
        return other.key == item.key && other.cause == item.cause;
      };
      if (std::any_of(set.begin(), set.begin() + static_cast<std::ptrdiff_t>(i), same)) continue;
      std::vector<std::string> about;
      for (const facts::Missing& other : set) {
        if (same(other)) add_new(about, split(other.about));
      }
      texts.push_back(missing_text(item, about));
    }
    return texts;
  }

  static std::vector<std::string> split(const std::string& ids) {
    std::vector<std::string> result;
    std::size_t at = 0;
    while (at < ids.size()) {
      const std::size_t end = std::min(ids.find(", ", at), ids.size());
      result.push_back(ids.substr(at, end - at));
      at = end + 2;
    }
    return result;
  }

  static void add_new(std::vector<std::string>& to, const std::vector<std::string>& from) {
    for (const std::string& text : from) {
      if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
    }
  }

  [[nodiscard]] std::string missing_text(const facts::Missing& item,
                                         const std::vector<std::string>& about) const {
    const std::string prefix = "interpretation.";
    if (item.key.rfind(prefix, 0) == 0) {
      std::string key = item.key.substr(prefix.size());
      if (wording_ == nullptr) return key;
      const auto place = wording_->interpretations.find(key);
      return place == wording_->interpretations.end() ? key : place->second.question;
    }
    std::string text = name_of(item.key);
    if (item.cause != facts::Cause::silent_source) {
      std::string names;
      for (const std::string& id : about) names += (names.empty() ? "" : ", ") + concept_name(id);
      if (!names.empty()) text += ": " + names;
    }
    return text + " (" + knowledge_.word(style_.locale, "causes", to_text(item.cause)) + ")";
  }

  // --- lines ---

  void line(const std::string& text, std::size_t indent, std::string_view colour = {}) {
    const bool coloured = style_.colour == Colour::yes && !colour.empty();
    for (const std::string& part : core::wrap(text, page_width - indent)) {
      out_ += std::string(indent, ' ');
      if (coloured) out_ += colour;
      out_ += part;
      if (coloured) out_ += "\x1b[0m";
      out_ += '\n';
    }
  }

  // A mark, then text that hangs behind it.
  void item(char mark, const std::string& text, std::size_t indent, std::string_view colour = {}) {
    bool first = true;
    for (const std::string& part : core::wrap(text, page_width - indent - 2)) {
      out_ += std::string(indent, ' ');
      if (first && style_.colour == Colour::yes && !colour.empty())
        out_ += std::string(colour) + mark + "\x1b[0m ";
      if (first && (style_.colour == Colour::no || colour.empty()))
        out_ += std::string(1, mark) + ' ';
      if (!first) out_ += "  ";
      out_ += part + '\n';
      first = false;
    }
  }

  void heading(const std::string& text) {
    out_ += '\n';
    line(text, 0, bold);
  }

  // --- parts ---

  void head() {
    const std::string left = (decision_.profile_id.empty() ? "-" : decision_.profile_id) + "  " +
                             say("as-of", {{"date", date(facts::to_text(decision_.as_of))}});
    const std::string right = decision_.pack_id + " " + decision_.pack_version;
    const std::size_t used = core::display_width(left) + core::display_width(right);
    out_ += left + std::string(used < page_width ? page_width - used : 2, ' ') + right + "\n";
    out_ += std::string(page_width, '=') + "\n";
    const auto& eligibility = decision_.eligibility;
    const std::string trial =
        wording_ == nullptr || wording_->name.empty() ? decision_.pack_id : wording_->name;
    const std::string_view colour = eligibility.status == EligibilityStatus::ineligible ? red
                                    : eligibility.status == EligibilityStatus::indeterminate
                                        ? yellow
                                        : green;
    line(say(std::string(to_text(eligibility.status)), {{"trial", trial}}), 0, colour);
    for (const std::string& id : eligibility.assumptions) {
      item('*',
           say("assuming", {{"assumption", knowledge_.word(style_.locale, "assumptions", id)}}), 0);
    }
    for (const auto& failing : eligibility.would_fail) {
      for (const std::string& id : failing.assumptions) {
        item('!',
             say("would-fail", {{"assumption", knowledge_.word(style_.locale, "assumptions", id)},
                                {"criterion", title(failing.criterion)}}),
             0);
      }
    }
    std::array<std::size_t, 4> counts{};
    for (const Criterion& criterion : eligibility.criteria) {
      if (criterion.decides) ++counts[static_cast<std::size_t>(criterion.verdict)];
    }
    line(say("counts", {{"pass", std::to_string(counts[0])},
                        {"fail", std::to_string(counts[1])},
                        {"unknown", std::to_string(counts[2])},
                        {"dropped", std::to_string(counts[3])}}),
         0);
  }

  template <typename Choose>
  void criteria(std::string_view key, Choose choose) {
    bool any = false;
    for (const Criterion& criterion : decision_.eligibility.criteria) {
      if (!choose(criterion)) continue;
      if (!any) heading(say(key));
      any = true;
      one(criterion);
    }
  }

  void one(const Criterion& criterion) {
    static constexpr std::string_view marks = "+x?-";
    static constexpr std::array<std::string_view, 4> colours = {green, red, yellow, ""};
    const auto index = static_cast<std::size_t>(criterion.verdict);
    std::string text = title(criterion.id);
    const bool brief = criterion.verdict == Verdict::pass && !style_.all;
    if (brief) text += in_brief(criterion);
    item(marks[index], text + " " + cites(criterion.cites), 2, colours[index]);
    if (criterion.verdict == Verdict::fail) failing(criterion);
    if (!brief) seen(criterion);
    if (criterion.verdict == Verdict::unknown) open(criterion);
  }

  // What a criterion that passes rests on, where that is a fact or two.
  [[nodiscard]] std::string in_brief(const Criterion& criterion) const {
    // A value alone says enough where there is one; entries say themselves what they are.
    constexpr std::size_t most_entries = 2;
    const bool entries = std::all_of(criterion.observed.begin(), criterion.observed.end(),
                                     [](const decision::Observed& o) { return !o.fields.empty(); });
    if (criterion.observed.size() > (entries ? most_entries : 1)) return {};
    std::string text;
    for (const decision::Observed& observed : criterion.observed) {
      std::string value = word_of(observed);
      for (const auto& [field, stated] : observed.fields) {
        if (field == "result") value += " " + field_text(observed.key, field, stated);
      }
      text += (text.empty() ? ": " : "; ") + value;
      if (!observed.date.empty()) text += " (" + date(observed.date) + ")";
    }
    return text;
  }

  void failing(const Criterion& criterion) {
    const auto* wording = rule_wording(criterion.id);
    std::string observed = "-";
    if (!criterion.observed.empty()) {
      const decision::Observed& first = criterion.observed.front();
      observed = word_of(first);
    }
    std::string distance = "-";
    if (!criterion.distance.empty()) distance = number(criterion.distance.front().value);
    if (wording != nullptr && !wording->fail.empty()) {
      const auto text = core::format_message(
          wording->fail, {{"observed", observed}, {"distance", distance}}, style_.locale);
      line(text.value_or(wording->fail), 4);
    }
    for (const decision::Distance& gap : criterion.distance) {
      line(say(gap.too_low ? "too-low" : "too-high",
               {{"fact", name_of(gap.key)}, {"distance", number(gap.value)}}),
           4);
    }
  }

  [[nodiscard]] std::string number(const std::string& text) const {
    return core::format_decimal(text, style_.locale);
  }

  // Words and concepts by their names, numbers with the decimal sign of the language.
  [[nodiscard]] std::string value_text(const facts::ValueType& type,
                                       const std::string& value) const {
    switch (type.kind) {
      case facts::Kind::concept_name: {
        const auto found = knowledge_.terminology.resolve(type.domain, value);
        return found.match == facts::Match::found
                   ? knowledge_.terminology.name(found.concept_id, style_.locale)
                   : value;
      }
      case facts::Kind::word: {
        const auto word = type.words.find(value);
        return word ? knowledge_.word(style_.locale, "words", type.words.words[*word]) : value;
      }
      case facts::Kind::truth: {
        const auto flag = core::parse_yes_no(value);
        return flag ? say(*flag ? "yes" : "no") : value;
      }
      case facts::Kind::date:
        return date(value);
      case facts::Kind::span:
        return span_text(value);
      case facts::Kind::number:
        return number(value);
      case facts::Kind::period:
        return value;
    }
    return value;
  }

  // `35 a` and `7 to 8 mo`, as spans are written where they are derived, in words.
  [[nodiscard]] std::string span_text(const std::string& value) const {
    const auto blank = value.rfind(' ');
    const std::string unit = blank == std::string::npos ? "" : value.substr(blank + 1);
    if (unit != "a" && unit != "mo" && unit != "d") return number(value);
    std::string count = value.substr(0, blank);
    const auto range = count.find(" to ");
    if (range == std::string::npos) return say("span-" + unit, {{"count", count}});
    count.replace(range, std::string_view(" to ").size(), "–");
    return say("spans-" + unit, {{"count", count}});
  }

  [[nodiscard]] std::string field_text(const std::string& key, const std::string& field,
                                       const std::string& value) const {
    const auto list = knowledge_.vocabulary.find_list(key.substr(0, key.find('[')));
    const auto id = list ? knowledge_.vocabulary.lists()[*list].find_field(field) : std::nullopt;
    return id ? value_text(knowledge_.vocabulary.lists()[*list].fields[*id].type, value) : value;
  }

  [[nodiscard]] std::string word_of(const decision::Observed& observed) const {
    const auto fact = knowledge_.vocabulary.find_path(observed.key);
    if (!fact) {
      const auto list =
          knowledge_.vocabulary.find_list(observed.key.substr(0, observed.key.find('[')));
      if (!list) return observed.value;
      const facts::ListDef& def = knowledge_.vocabulary.lists()[*list];
      return value_text(def.fields[def.identity].type, observed.value);
    }
    std::string text = value_text(knowledge_.vocabulary.facts()[*fact].type, observed.value);
    if (!observed.converted.empty()) text += " = " + number(observed.converted);
    return text;
  }

  void seen(const Criterion& criterion) {
    for (const decision::Observed& observed : criterion.observed) {
      std::string text = name_of(observed.key) + ": " + word_of(observed);
      for (const auto& [field, value] : observed.fields) {
        text += "; " + knowledge_.word(style_.locale, "fields", field) + " " +
                field_text(observed.key, field, value);
      }
      if (!observed.date.empty()) text += ", " + date(observed.date);
      if (!observed.origin.empty()) text += ", " + observed.origin;
      line(text, 4, grey);
      std::string terms;
      for (const auto& [term, value] : observed.terms) {
        terms += (terms.empty() ? "" : ", ") + knowledge_.word(style_.locale, "terms", term) + " " +
                 number(value);
      }
      if (!terms.empty()) line(terms, 6, grey);
    }
  }

  void open(const Criterion& criterion) {
    const bool differ = std::any_of(criterion.readings.begin(), criterion.readings.end(),
                                    [&](const decision::ReadingVerdict& reading) {
                                      return reading.verdict != criterion.readings.front().verdict;
                                    });
    for (const std::string& text : missing_texts(criterion.missing))
      line(say("needs", {{"fact", text}}), 4);
    if (!differ) return;
    for (const decision::ReadingVerdict& reading : criterion.readings) {
      std::string text = reading.id;
      if (wording_ != nullptr) {
        const auto place = wording_->interpretations.find(criterion.silent_on);
        if (place != wording_->interpretations.end() &&
            place->second.alternatives.count(reading.id) > 0) {
          text = place->second.alternatives.at(reading.id);
        }
      }
      line(say("reading",
               {{"reading", text},
                {"verdict", say(std::string(program::to_text(reading.verdict)) + "-word")}}),
           6);
    }
  }

  void missing(std::string_view key, const facts::MissingSet& set) {
    if (set.empty()) return;
    heading(say(key));
    for (const std::string& text : missing_texts(set)) item('?', text, 2, yellow);
  }

  void remarks() {
    if (decision_.remarks.empty()) return;
    heading(say("remarks"));
    for (const decision::Remark& remark : decision_.remarks) {
      const auto* wording = rule_wording(remark.id);
      std::string text = say("unknown-word");
      if (!remark.level.empty()) {
        text = remark.level;
        if (wording != nullptr && wording->levels.count(remark.level) > 0)
          text = wording->levels.at(remark.level);
      }
      item('-', title(remark.id) + ": " + text + " " + cites(remark.cites), 2);
    }
  }

  void ignored() {
    if (decision_.ignored.empty()) return;
    heading(say("ignored"));
    for (const facts::Ignored& ignored : decision_.ignored)
      item('-', name_of(ignored.key) + ": " + say(ignored.reason), 2);
  }

  // --- sources, numbered in the order in which they are cited ---

  void number_sources() {
    const auto add = [&](const std::vector<facts::Citation>& cites) {
      for (const facts::Citation& cite : cites) {
        const bool known =
            std::find(sources_.begin(), sources_.end(), cite.source) != sources_.end();
        if (!known) sources_.push_back(cite.source);
      }
    };
    for (const Criterion& criterion : decision_.eligibility.criteria) add(criterion.cites);
    for (const decision::Remark& remark : decision_.remarks) add(remark.cites);
  }

  [[nodiscard]] std::string cites(const std::vector<facts::Citation>& all) const {
    std::string text;
    for (const facts::Citation& cite : all) {
      const auto place = std::find(sources_.begin(), sources_.end(), cite.source);
      const std::string mark = "[" + std::to_string(place - sources_.begin() + 1) + "]";
      if (text.find(mark) == std::string::npos) text += mark;
    }
    return text;
  }

  void sources() {
    if (sources_.empty()) return;
    heading(say("sources"));
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const auto place = knowledge_.cited.find(sources_[i]);
      if (place == knowledge_.cited.end()) continue;
      const facts::SourceEntry& source = place->second;
      const std::string text = source.citation.empty() ? source.title : source.citation;
      line("[" + std::to_string(i + 1) + "] " + text + " (" + say(source.provenance + "-source") +
               ")",
           2);
    }
  }

  void foot() {
    out_ += '\n';
    constexpr std::size_t shown_digits = 12;
    line(say("digests", {{"pack", decision_.pack_digest.substr(0, shown_digits)},
                         {"knowledge", decision_.knowledge_digest.substr(0, shown_digits)}}),
         0, grey);
    line(say("disclaimer"), 0, grey);
  }

  static constexpr std::string_view bold = "\x1b[1m";
  static constexpr std::string_view red = "\x1b[31m";
  static constexpr std::string_view green = "\x1b[32m";
  static constexpr std::string_view yellow = "\x1b[33m";
  static constexpr std::string_view grey = "\x1b[2m";

  const decision::Decision& decision_;
  const facts::Knowledge& knowledge_;
  const TextStyle& style_;
  const language::PackWording* wording_;
  std::vector<std::string> sources_;
  std::string out_;
};

}  // namespace

std::string text_report(const decision::Decision& decision, const language::CheckedPack& pack,
                        const TextStyle& style) {
  return Writer(decision, pack, style).run();
}

}  // namespace regimen::io
