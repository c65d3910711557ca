// Entry: text_report. Test: tests/io/text_report_test.cpp and the golden reports of tests/golden.
#include "engine/io/text_report.h"

#include <algorithm>
#include <map>

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
        pack_(pack),
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
    criteria("passes", [](const Criterion& c) { return c.decides && c.verdict == Verdict::pass; });
    criteria("not-applicable",
             [](const Criterion& c) { return c.decides && c.verdict == Verdict::not_applicable; });
    criteria("not-deciding", [](const Criterion& c) { return !c.decides; });
    missing("missing", decision_.eligibility.missing);
    if (style_.all) missing("also-missing", decision_.eligibility.also_missing);
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

  [[nodiscard]] std::string concept_names(const std::string& ids) const {
    std::string text;
    std::size_t at = 0;
    while (at < ids.size()) {
      const std::size_t end = std::min(ids.find(", ", at), ids.size());
      text += (text.empty() ? "" : ", ") + concept_name(ids.substr(at, end - at));
      at = end + 2;
    }
    return text;
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

  [[nodiscard]] std::string missing_text(const facts::Missing& item) const {
    if (item.key.rfind("interpretation.", 0) == 0) {
      const std::string key = item.key.substr(std::string("interpretation.").size());
      if (wording_ != nullptr) {
        const auto place = wording_->interpretations.find(key);
        if (place != wording_->interpretations.end()) return place->second.question;
      }
      return key;
    }
    std::string text = name_of(item.key);
    const bool score = item.cause == facts::Cause::silent_source;
    if (!item.about.empty() && !score) text += ": " + concept_names(item.about);
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
    std::size_t counts[4] = {};
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
    static constexpr char marks[] = {'+', 'x', '?', '-'};
    static constexpr std::string_view colours[] = {green, red, yellow, ""};
    const auto index = static_cast<std::size_t>(criterion.verdict);
    item(marks[index], title(criterion.id) + " " + cites(criterion.cites), 2, colours[index]);
    const bool fails = criterion.verdict == Verdict::fail;
    if (fails) failing(criterion);
    const bool told = fails || criterion.verdict == Verdict::unknown || style_.all;
    if (told || criterion.verdict == Verdict::pass) seen(criterion, told);
    if (criterion.verdict == Verdict::unknown) open(criterion);
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
  [[nodiscard]] std::string word_of(const decision::Observed& observed) const {
    const auto fact = knowledge_.vocabulary.find_path(observed.key);
    if (!fact) return observed.value;
    const facts::ValueType& type = knowledge_.vocabulary.facts()[*fact].type;
    if (type.kind == facts::Kind::concept_name) {
      const auto resolution = knowledge_.terminology.resolve(type.domain, observed.value);
      return resolution.match == facts::Match::found
                 ? knowledge_.terminology.name(resolution.concept_id, style_.locale)
                 : observed.value;
    }
    if (type.kind == facts::Kind::word) {
      const auto word = type.words.find(observed.value);
      return word ? knowledge_.word(style_.locale, "words", type.words.words[*word])
                  : observed.value;
    }
    const bool numeric = type.kind == facts::Kind::number || type.kind == facts::Kind::span;
    std::string text = numeric ? number(observed.value) : observed.value;
    if (!observed.converted.empty()) text += " = " + number(observed.converted);
    return text;
  }

  void seen(const Criterion& criterion, bool in_full) {
    for (const decision::Observed& observed : criterion.observed) {
      std::string text = name_of(observed.key) + ": " + word_of(observed);
      if (!observed.date.empty()) text += ", " + date(observed.date);
      if (!observed.origin.empty()) text += ", " + observed.origin;
      line(text, 4, grey);
      if (!in_full || observed.parts.empty()) continue;
      std::string parts;
      for (const auto& [term, value] : observed.parts) {
        parts += (parts.empty() ? "" : ", ") + knowledge_.word(style_.locale, "terms", term) + " " +
                 number(value);
      }
      line(parts, 6, grey);
    }
  }

  void open(const Criterion& criterion) {
    for (const facts::Missing& missing : criterion.missing)
      line(say("needs", {{"fact", missing_text(missing)}}), 4);
    if (criterion.readings.size() < 2) return;
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
    for (const facts::Missing& item_missing : set) item('?', missing_text(item_missing), 2, yellow);
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
  const language::CheckedPack& pack_;
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
