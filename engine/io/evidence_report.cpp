// Entry: evidence_list, evidence_show, evidence_hits. Comparisons and the audit stand in
// evidence_compare.cpp and evidence_audit.cpp. Test: tests/embed/evidence_cli_test.sh.
#include "engine/io/evidence_report.h"

#include "engine/io/evidence_parts.h"
#include "engine/io/json_parts.h"

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

std::string outcome_name(const EvidenceView& view, const std::string& id) {
  const evidence::Outcome* outcome = view.evidence.outcome(id);
  return outcome == nullptr ? id : in_locale(outcome->name, view.locale);
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

namespace {

std::string arm_name(const EvidenceView& view, const Study& study, const std::string& id) {
  const evidence::Arm* arm = study.arm(id);
  return arm == nullptr ? id : in_locale(arm->name, view.locale);
}

std::string count_text(const evidence::Count& count) {
  std::string text = std::to_string(count.events);
  if (count.total) text += "/" + std::to_string(*count.total);
  if (count.percent) text += " (" + count.percent->printed + ")";
  return text;
}

std::string amount_text(const evidence::Amount& amount) {
  std::string text;
  for (const char* key : {"value", "mean", "sd", "median", "low", "high"}) {
    const auto figure = amount.figures.find(key);
    if (figure == amount.figures.end()) continue;
    text += (text.empty() ? "" : ", ") + std::string(key) + " " + figure->second.printed;
  }
  if (amount.n) text += ", n " + std::to_string(*amount.n);
  return text;
}

std::string estimate_text(const evidence::Estimate& estimate) {
  std::string text = estimate.statistic + " " + estimate.value.printed;
  if (estimate.low && estimate.high) {
    text += " (" + std::to_string(estimate.level) + "% " + estimate.low->printed + " to " +
            estimate.high->printed + ")";
  }
  if (!estimate.per.empty()) text += " per " + estimate.per;
  if (estimate.adjusted) text += ", adjusted";
  return text;
}

void write_row(const EvidenceView& view, const Study& study, const Row& row, Page& page) {
  std::string head = row.id + ": " + outcome_name(view, row.outcome);
  if (!row.horizon.empty()) head += ", " + row.horizon;
  if (!row.set.empty()) {
    const evidence::AnalysisSet* set = study.set(row.set);
    if (set != nullptr) head += "; " + in_locale(set->name, view.locale);
  }
  page.item('-', head, 2);
  for (const evidence::Count& count : row.counts)
    page.line(arm_name(view, study, count.arm) + ": " + count_text(count), 6);
  for (const evidence::Amount& amount : row.amounts) {
    page.line(arm_name(view, study, amount.arm) + ": " + amount_text(amount) +
                  (row.unit.empty() ? "" : " " + row.unit),
              6);
  }
  if (row.estimate) {
    const evidence::Estimate& estimate = *row.estimate;
    std::string of = arm_name(view, study, estimate.of);
    if (!estimate.against.empty()) of += " / " + arm_name(view, study, estimate.against);
    page.line((of.empty() ? "" : of + ": ") + estimate_text(estimate), 6);
  }
  for (const evidence::PrintedTest& test : row.tests) {
    std::string pair;
    for (const std::string& arm : test.arms)
      pair += (pair.empty() ? "" : " - ") + arm_name(view, study, arm);
    page.line("P " + test.p.printed + (pair.empty() ? "" : ", " + pair) + ", " +
                  view.knowledge.word(view.locale, "tests-used", test.method),
              6);
  }
  const std::string note = in_locale(row.note, view.locale);
  if (!note.empty()) page.line(note, 6);
  page.line(place_of(view, row.source, row.at), 6, Ink::grey);
}

Json row_json(const Row& row) {
  Json json = {{"id", row.id},           {"outcome", row.outcome}, {"set", row.set},
               {"horizon", row.horizon}, {"source", row.source},   {"at", row.at},
               {"unit", row.unit}};
  Json counts = Json::array();
  for (const evidence::Count& count : row.counts) {
    counts.push_back({{"arm", count.arm},
                      {"events", count.events},
                      {"total", count.total ? Json(*count.total) : Json(nullptr)},
                      {"percent", count.percent ? Json(count.percent->printed) : Json(nullptr)}});
  }
  json["counts"] = std::move(counts);
  Json amounts = Json::array();
  for (const evidence::Amount& amount : row.amounts) {
    Json item = {{"arm", amount.arm}, {"n", amount.n ? Json(*amount.n) : Json(nullptr)}};
    for (const auto& [key, figure] : amount.figures) item[key] = figure.printed;
    amounts.push_back(std::move(item));
  }
  json["amounts"] = std::move(amounts);
  Json tests = Json::array();
  for (const evidence::PrintedTest& test : row.tests)
    tests.push_back({{"arms", test.arms}, {"p", test.p.printed}, {"method", test.method}});
  json["tests"] = std::move(tests);
  json["estimate"] = nullptr;
  if (row.estimate) {
    const evidence::Estimate& one = *row.estimate;
    json["estimate"] = {{"statistic", one.statistic},
                        {"per", one.per},
                        {"adjusted", one.adjusted},
                        {"of", one.of},
                        {"against", one.against},
                        {"value", one.value.printed},
                        {"low", one.low ? Json(one.low->printed) : Json(nullptr)},
                        {"high", one.high ? Json(one.high->printed) : Json(nullptr)},
                        {"level", one.level},
                        {"population", one.population}};
  }
  json["note"] = row.note;
  return json;
}

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
  std::string section;
  for (const evidence::Remark& remark : study.remarks) {
    if (remark.section != section) page.heading(remark.section);
    section = remark.section;
    std::string text = in_locale(remark.text, view.locale);
    if (!remark.strength.empty()) text += " [" + remark.strength + ", " + remark.certainty + "]";
    page.item('-', text, 2);
    page.line(place_of(view, remark.source, remark.at), 6, Ink::grey);
  }
  if (!study.rows.empty()) page.heading("rows");
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
  Json array = Json::array();
  Page page(Colour::no);
  for (const Study& study : view.evidence.studies) {
    if (!wanted.empty() && study.id != wanted) continue;
    array.push_back({{"id", study.id},
                     {"title", study.title},
                     {"source", study.source},
                     {"rows", Json::array()}});
    page.line(study.id + ": " + in_locale(study.title, view.locale) + " (" +
                  std::to_string(study.rows.size()) + ")",
              0);
    if (wanted.empty()) page.line(place_of(view, study.source, study.source), 4, Ink::grey);
    for (const Row& row : study.rows) {
      array.back()["rows"].push_back(
          {{"id", row.id}, {"outcome", row.outcome}, {"horizon", row.horizon}, {"set", row.set}});
      if (wanted.empty()) continue;
      std::string text = study.id + "/" + row.id + ": " + outcome_name(view, row.outcome);
      if (!row.horizon.empty()) text += ", " + row.horizon;
      page.item('-', text, 2);
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
  Json array = Json::array();
  Page page(Colour::no);
  for (const evidence::Hit& hit : hits) {
    array.push_back(
        {{"kind", hit.kind}, {"ref", hit.ref}, {"locale", hit.locale}, {"excerpt", hit.excerpt}});
    page.item('-', hit.kind + " " + hit.ref + (hit.locale.empty() ? "" : " (" + hit.locale + ")"),
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
