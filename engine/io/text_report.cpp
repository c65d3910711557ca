// Entry: text_report: one page, or all there is to say. Its parts stand in text_*.cpp.
// Test: tests/io/text_report_test.cpp and the golden reports of tests/golden.
#include "engine/io/text_report.h"

#include <algorithm>
#include <utility>

#include "engine/io/speaker.h"
#include "engine/io/text_parts.h"

namespace regimen::io {

std::string SourceList::cite(const std::vector<facts::Citation>& cites) {
  std::string text;
  for (const facts::Citation& cite : cites) {
    auto place = std::find(ids_.begin(), ids_.end(), cite.source);
    if (place == ids_.end()) place = ids_.insert(ids_.end(), cite.source);
    const std::string mark = "[" + std::to_string(place - ids_.begin() + 1) + "]";
    if (text.find(mark) == std::string::npos) text += mark;
  }
  return text;
}

namespace {

void write_remarks(const Writing& writing) {
  if (writing.decision.remarks.empty()) return;
  writing.page.heading(writing.speaker.say("remarks"));
  for (const decision::Remark& remark : writing.decision.remarks) {
    const auto* wording = writing.speaker.rule(remark.id);
    std::string text = writing.speaker.say("unknown-word");
    if (!remark.level.empty()) {
      text = remark.level;
      if (wording != nullptr && wording->levels.count(remark.level) > 0)
        text = wording->levels.at(remark.level);
    }
    writing.page.item(
        '-',
        writing.speaker.title(remark.id) + ": " + text + " " + writing.sources.cite(remark.cites),
        2);
  }
}

void write_ignored(const Writing& writing) {
  if (writing.decision.ignored.empty()) return;
  writing.page.heading(writing.speaker.say("ignored"));
  const auto& all = writing.decision.ignored;
  std::vector<std::pair<std::string, std::vector<std::string>>> reasons;
  for (const facts::Ignored& ignored : all) {
    std::string name = ignored.origin;
    if (!ignored.key.empty()) {
      const std::string fact = writing.speaker.name_of(ignored.key);
      name += name.empty() ? fact : " (" + fact + ")";
    }
    const std::string detail = ignored.detail.empty() ? "-" : ignored.detail;
    std::string reason = writing.speaker.say(ignored.reason, {{"detail", detail}});
    // One line for each reason; of facts, which are few, one for each.
    auto place = reasons.end();
    if (!ignored.origin.empty()) {
      place = std::find_if(reasons.begin(), reasons.end(),
                           [&](const auto& one) { return one.first == reason; });
    }
    if (place == reasons.end()) place = reasons.insert(place, {std::move(reason), {}});
    auto& names = place->second;
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  for (const auto& [reason, names] : reasons) {
    constexpr std::size_t most_shown = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most_shown); ++i)
      text += (i == 0 ? "" : ", ") + names[i];
    if (names.size() > most_shown) {
      text = writing.speaker.say(
          "and-more", {{"names", text}, {"count", std::to_string(names.size() - most_shown)}});
    }
    writing.page.item('-', text + ": " + reason, 2);
  }
}

void write_sources(const Writing& writing, const facts::Knowledge& knowledge) {
  if (writing.sources.ids().empty()) return;
  writing.page.heading(writing.speaker.say("sources"));
  std::size_t number = 0;
  for (const std::string& id : writing.sources.ids()) {
    ++number;
    const auto place = knowledge.cited.find(id);
    if (place == knowledge.cited.end()) continue;
    const facts::SourceEntry& source = place->second;
    const std::string text = source.citation.empty() ? source.title : source.citation;
    writing.page.line("[" + std::to_string(number) + "] " + text + " (" +
                          writing.speaker.say(source.provenance + "-source") + ")",
                      2);
  }
}

std::string name(const std::string& id, const std::string& version, const std::string& digest) {
  constexpr std::size_t shown_digits = 12;
  return id + " " + version + " " + digest.substr(0, shown_digits);
}

void write_foot(const Writing& writing) {
  const decision::Decision& decision = writing.decision;
  std::string packs = name(decision.pack_id, decision.pack_version, decision.pack_digest);
  if (decision.safety_pack) {
    packs += " · " + name(decision.safety_pack->id, decision.safety_pack->version,
                          decision.safety_pack->digest);
  }
  constexpr std::size_t shown_digits = 12;
  writing.page.blank();
  writing.page.line(
      writing.speaker.say(
          "digests",
          {{"pack", packs}, {"knowledge", decision.knowledge_digest.substr(0, shown_digits)}}),
      0, Ink::grey);
  writing.page.line(writing.speaker.say("disclaimer"), 0, Ink::grey);
}

}  // namespace

std::string text_report(const decision::Decision& decision, const language::CheckedPack& pack,
                        const TextStyle& style, const language::CheckedPack* safety,
                        const evidence::Evidence* evidence) {
  std::vector<const language::Pack*> packs = {&pack.pack};
  if (safety != nullptr) packs.push_back(&safety->pack);
  const Speaker speaker(*pack.knowledge, packs, style.locale);
  Page page(style.colour);
  SourceList sources;
  const Writing writing{decision, speaker, page, sources, style.all, evidence};
  const std::string id = decision.profile_id.empty() ? "-" : decision.profile_id;
  page.sides(
      id + "  " + speaker.say("as-of", {{"date", speaker.date(facts::to_text(decision.as_of))}}),
      decision.pack_id + " " + decision.pack_version);
  page.rule();
  write_headline(writing);
  write_criteria(writing);
  write_reach(writing);
  write_table(writing);
  write_assumptions(writing);
  write_order(writing);
  if (!style.all) write_findings(writing);
  write_open_questions(writing);
  if (!style.all) write_doses(writing);
  if (style.all) {
    write_safety(writing);
    write_plan(writing);
    write_effects(writing);
    write_harms(writing);
    write_remarks(writing);
  }
  write_ignored(writing);
  write_sources(writing, *pack.knowledge);
  write_foot(writing);
  return page.take();
}

}  // namespace regimen::io
