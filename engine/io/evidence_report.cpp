// Entry: evidence_list, evidence_show, evidence_hits. A row, comparisons and the audit stand in
// evidence_row.cpp, evidence_compare.cpp and evidence_audit.cpp. Test:
// tests/embed/evidence_cli_test.sh.
#include "engine/io/evidence_report.h"

#include "engine/io/evidence_parts.h"

namespace regimen::io {

using evidence::in_locale;
using evidence::Row;
using evidence::Study;

std::optional<StudyRow> find_row(const evidence::Evidence& evidence, const std::string& ref) {
  const auto slash = ref.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const Study* study = evidence.study(ref.substr(0, slash));
  const Row* row = study == nullptr ? nullptr : study->row(ref.substr(slash + 1));
  if (row == nullptr) return std::nullopt;
  return StudyRow{study, row};
}

Speaker speaker_of(const EvidenceView& view) { return {view.knowledge, {}, view.locale}; }

std::string tell(const Speaker& speaker, const std::string& key,
                 const core::MessageArguments& arguments) {
  return speaker.fill(speaker.word("evidence", key), arguments);
}

std::string outcome_name(const EvidenceView& view, const std::string& id) {
  const evidence::Outcome* outcome = view.evidence.outcome(id);
  return outcome == nullptr ? id : in_locale(outcome->name, view.locale);
}

std::string arm_name(const Speaker& speaker, const Study& study, const std::string& id) {
  if (id == "all") return tell(speaker, "all-arms");
  const evidence::Arm* arm = study.arm(id);
  return arm == nullptr ? id : speaker.text(arm->name);
}

std::string row_name(const EvidenceView& view, const std::string& outcome,
                     const std::string& horizon) {
  std::string name = outcome_name(view, outcome);
  if (!horizon.empty()) name += ", " + speaker_of(view).span(horizon);
  return name;
}

std::string place_of(const EvidenceView& view, const std::string& source, const std::string& at) {
  const auto entry = view.knowledge.cited.find(source);
  if (entry == view.knowledge.cited.end()) return at;
  const std::string& citation = entry->second.citation;
  return at + " (" + (citation.empty() ? entry->second.title : citation) + "; " +
         view.knowledge.word(view.locale, "report", entry->second.provenance + "-source") + ")";
}

std::string dumped(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void write_figures(const Speaker& speaker, const std::string& label,
                   const std::vector<Json>& figures, std::size_t indent, Page& page) {
  std::vector<std::string> cells;
  cells.reserve(figures.size());
  for (const Json& figure : figures) cells.push_back(figure_text(speaker, figure));
  page.columns(label, cells, 12, indent);
}

std::string type_one(const Speaker& speaker, bool controlled) {
  return controlled ? speaker.say("type-one-held") : tell(speaker, "type-one-not-held");
}

std::string figure_text(const Speaker& speaker, const Json& figure) {
  if (figure.is_null()) return "-";
  if (figure.is_string()) return tell(speaker, figure.get<std::string>());
  return speaker.number(figure.dump());
}

namespace {

Json study_json(const Study& study) {
  Json json = {
      {"id", study.id}, {"source", study.source}, {"title", study.title}, {"about", study.about}};
  Json arms = Json::array();
  for (const evidence::Arm& arm : study.arms)
    arms.push_back({{"id", arm.id}, {"regimen", arm.regimen}, {"name", arm.name}});
  json["arms"] = std::move(arms);
  Json sets = Json::array();
  for (const evidence::AnalysisSet& set : study.sets) {
    sets.push_back({{"id", set.id},
                    {"kind", set.kind},
                    {"name", set.name},
                    {"note", set.note},
                    {"n", set.size},
                    {"at", set.at}});
  }
  json["sets"] = std::move(sets);
  Json remarks = Json::array();
  for (const evidence::Remark& remark : study.remarks) {
    remarks.push_back({{"id", remark.id},
                       {"section", remark.section},
                       {"kind", remark.kind},
                       {"text", remark.text},
                       {"values", remark.values},
                       {"regimens", remark.regimens},
                       {"strength", remark.strength},
                       {"certainty", remark.certainty},
                       {"source", remark.source},
                       {"at", remark.at}});
  }
  json["remarks"] = std::move(remarks);
  Json rows = Json::array();
  for (const Row& row : study.rows) rows.push_back(row_json(row));
  json["rows"] = std::move(rows);
  return json;
}

std::string show_study(const EvidenceView& view, const Study& study) {
  if (view.format == ReportFormat::json) return dumped(study_json(study));
  Page page(Colour::no);
  page.line(study.id + ": " + in_locale(study.title, view.locale), 0);
  page.line(in_locale(study.about, view.locale), 0);
  page.line(place_of(view, study.source, study.source), 0, Ink::grey);
  const Speaker speaker = speaker_of(view);
  std::string section;
  for (const evidence::Remark& remark : study.remarks) {
    if (remark.section != section) page.heading(speaker.word("study-sections", remark.section));
    section = remark.section;
    std::string text = in_locale(remark.text, view.locale);
    if (!remark.strength.empty()) {
      text += " [" + speaker.word("strengths", remark.strength) + ", " +
              speaker.word("certainties", remark.certainty) + "]";
    }
    page.item('-', text, 2);
    page.line(place_of(view, remark.source, remark.at), 6, Ink::grey);
  }
  if (!study.rows.empty()) page.heading(tell(speaker, "rows"));
  for (const Row& row : study.rows) write_row(view, study, row, page);
  return page.take();
}

std::string show_outcome(const EvidenceView& view, const evidence::Outcome& outcome) {
  if (view.format == ReportFormat::json) {
    Json json = {{"id", outcome.id},
                 {"name", outcome.name},
                 {"kind", outcome.kind},
                 {"direction", outcome.direction},
                 {"part_of", outcome.part_of},
                 {"mirrors", outcome.mirrors},
                 {"definition", outcome.definition},
                 {"source", outcome.source},
                 {"at", outcome.at}};
    Json rows = Json::array();
    for (const Study& study : view.evidence.studies) {
      for (const Row& row : study.rows) {
        if (row.outcome != outcome.id) continue;
        Json one = {{"study", study.id}};
        one.update(row_json(row));
        rows.push_back(std::move(one));
      }
    }
    json["rows"] = std::move(rows);
    return dumped(json);
  }
  Page page(Colour::no);
  page.line(outcome.id + ": " + in_locale(outcome.name, view.locale), 0);
  const std::string definition = in_locale(outcome.definition, view.locale);
  if (!definition.empty()) {
    page.line(definition, 0);
    page.line(place_of(view, outcome.source, outcome.at), 0, Ink::grey);
  }
  for (const Study& study : view.evidence.studies) {
    bool first = true;
    for (const Row& row : study.rows) {
      if (row.outcome != outcome.id) continue;
      if (first) page.heading(study.id + ": " + in_locale(study.title, view.locale));
      first = false;
      write_row(view, study, row, page);
    }
  }
  return page.take();
}

}  // namespace

std::string evidence_list(const EvidenceView& view, const std::string& wanted) {
  const Speaker speaker = speaker_of(view);
  Json array = Json::array();
  Page page(Colour::no);
  for (const Study& study : view.evidence.studies) {
    if (!wanted.empty() && study.id != wanted) continue;
    array.push_back({{"id", study.id},
                     {"title", study.title},
                     {"source", study.source},
                     {"rows", Json::array()}});
    page.line(study.id + ": " + in_locale(study.title, view.locale) + " (" +
                  tell(speaker, "row-count", {{"count", std::to_string(study.rows.size())}}) + ")",
              0);
    if (wanted.empty()) page.line(place_of(view, study.source, study.source), 4, Ink::grey);
    for (const Row& row : study.rows) {
      array.back()["rows"].push_back(
          {{"id", row.id}, {"outcome", row.outcome}, {"horizon", row.horizon}, {"set", row.set}});
      if (wanted.empty()) continue;
      page.item('-', study.id + "/" + row.id + ": " + row_name(view, row.outcome, row.horizon), 2);
    }
  }
  return view.format == ReportFormat::json ? dumped(array) : page.take();
}

std::optional<std::string> evidence_show(const EvidenceView& view, const std::string& ref) {
  if (const Study* study = view.evidence.study(ref)) return show_study(view, *study);
  if (const evidence::Outcome* outcome = view.evidence.outcome(ref))
    return show_outcome(view, *outcome);
  const auto found = find_row(view.evidence, ref);
  if (!found) return std::nullopt;
  if (view.format == ReportFormat::json) return dumped(row_json(*found->row));
  Page page(Colour::no);
  write_row(view, *found->study, *found->row, page);
  return page.take();
}

std::string evidence_hits(const EvidenceView& view, const std::vector<evidence::Hit>& hits) {
  const Speaker speaker = speaker_of(view);
  Json array = Json::array();
  Page page(Colour::no);
  for (const evidence::Hit& hit : hits) {
    array.push_back(
        {{"kind", hit.kind}, {"ref", hit.ref}, {"locale", hit.locale}, {"excerpt", hit.excerpt}});
    page.item('-',
              speaker.word("hit-kinds", hit.kind) + " " + hit.ref +
                  (hit.locale.empty() ? "" : " (" + hit.locale + ")"),
              0);
    page.line(hit.excerpt, 4);
  }
  return view.format == ReportFormat::json ? dumped(array) : page.take();
}

std::vector<std::string> evidence_refs(const evidence::Evidence& evidence) {
  std::vector<std::string> refs;
  for (const evidence::Outcome& outcome : evidence.outcomes) refs.push_back(outcome.id);
  for (const Study& study : evidence.studies) {
    refs.push_back(study.id);
    for (const Row& row : study.rows) refs.push_back(study.id + "/" + row.id);
  }
  return refs;
}

}  // namespace regimen::io
