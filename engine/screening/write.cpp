// Entry: row_text, error_rows, summary_json. Test: tests/screening/write_test.cpp.
#include "engine/screening/write.h"

#include <cmath>

#include "engine/io/json_parts.h"

namespace regimen::screening {

using io::Json;

namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) {
    if (!all.empty()) all += "; ";
    all += text;
  }
  return all;
}

// To six significant digits, as JSON writes it.
std::string figure(double value) { return io::figure_json(value).dump(); }

void add_cell(std::string& line, std::string_view text) {
  static constexpr std::string_view formula = "=+-@\t\r";
  const bool unsafe = !text.empty() && formula.find(text.front()) != std::string_view::npos;
  const bool quoted = unsafe || text.find_first_of(",\"\r\n") != std::string_view::npos;
  if (!line.empty()) line += ',';
  if (!quoted) {
    line += text;
    return;
  }
  line += '"';
  if (unsafe) line += '\'';
  for (const char c : text) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

const RowRegimen* regimen_of(const ScreenedRow& row, const std::string& id) {
  for (const RowRegimen& one : row.regimens) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

std::string rank_text(const RowRegimen& regimen) {
  if (regimen.worst == 0) return {};
  std::string text = std::to_string(regimen.best);
  if (!regimen.rank) text += " to " + std::to_string(regimen.worst);
  return text;
}

std::string csv_row(const ScreenedRow& row, const std::vector<std::string>& regimens) {
  std::string line = std::to_string(row.number);
  add_cell(line, row.id);
  add_cell(line, row.rejected ? "rejected" : row.eligibility);
  add_cell(line, joined(row.failed));
  add_cell(line, joined(row.unknown));
  add_cell(line, joined(row.missing));
  add_cell(line, joined(row.assumptions));
  for (const std::string& id : regimens) {
    const RowRegimen* one = regimen_of(row, id);
    add_cell(line, one == nullptr ? "" : one->safety);
    add_cell(line, one == nullptr ? "" : rank_text(*one));
    add_cell(line, one == nullptr || one->worst == 0 ? "" : one->conditional ? "yes" : "no");
    add_cell(line, one == nullptr || !one->score ? "" : figure(one->score->value));
  }
  add_cell(line, std::to_string(row.set_aside));
  return line + "\r\n";
}

Json regimen_json(const RowRegimen& regimen) {
  Json json = {
      {"id", regimen.id},
      {"safety",
       {{"status", regimen.safety}, {"at_least", regimen.at_least}, {"at_most", regimen.at_most}}}};
  json["rank"] = regimen.rank ? Json(*regimen.rank) : Json(nullptr);
  json["rank_range"] =
      regimen.worst == 0 ? Json(nullptr) : Json{{"best", regimen.best}, {"worst", regimen.worst}};
  json["rank_conditional"] = regimen.conditional;
  json["score"] = nullptr;
  if (regimen.score) {
    json["score"] = {{"value", io::figure_json(regimen.score->value)},
                     {"low", io::figure_json(regimen.score->facts.low)},
                     {"high", io::figure_json(regimen.score->facts.high)}};
  }
  return json;
}

std::string ndjson_row(const ScreenedRow& row, const std::string& explanation) {
  Json json = {{"row", row.number},
               {"id", row.id.empty() ? Json(nullptr) : Json(row.id)},
               {"eligibility", row.rejected ? "rejected" : row.eligibility},
               {"failed", row.failed},
               {"unknown", row.unknown},
               {"missing", row.missing},
               {"assumptions", row.assumptions},
               {"regimens", Json::array()},
               {"set_aside", row.set_aside}};
  for (const RowRegimen& regimen : row.regimens) json["regimens"].push_back(regimen_json(regimen));
  if (!explanation.empty()) json["decision"] = Json::parse(explanation, nullptr, false);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string row_head(RowFormat format, const std::vector<std::string>& regimens) {
  if (format == RowFormat::ndjson) return {};
  std::string line = "row";
  for (const char* name : {"id", "eligibility", "failed", "unknown", "missing", "assumptions"})
    add_cell(line, name);
  for (const std::string& id : regimens) {
    for (const char* part : {"_safety", "_rank", "_rank_conditional", "_score"})
      add_cell(line, id + part);
  }
  add_cell(line, "set_aside");
  return line + "\r\n";
}

std::string row_text(RowFormat format, const ScreenedRow& row,
                     const std::vector<std::string>& regimens, const std::string& explanation) {
  return format == RowFormat::csv ? csv_row(row, regimens) : ndjson_row(row, explanation);
}

std::string error_head() { return "row,line,id,rejected,line_of_place,column,code,message\r\n"; }

std::string error_rows(const ScreenedRow& row, const core::Diagnostics& diagnostics) {
  std::string text;
  for (const core::Diagnostic& diagnostic : diagnostics.sorted()) {
    std::string line = std::to_string(row.number);
    add_cell(line, std::to_string(row.line));
    add_cell(line, row.id);
    add_cell(line, row.rejected ? "yes" : "no");
    std::string at_line;
    std::string at_column;
    if (diagnostic.span.source != nullptr) {
      const core::Place place = diagnostic.span.source->place(diagnostic.span.begin);
      at_line = std::to_string(place.line);
      at_column = std::to_string(place.column);
    }
    add_cell(line, at_line);
    add_cell(line, at_column);
    add_cell(line, core::info(diagnostic.code).id);
    add_cell(line, diagnostic.message);
    text += line + "\r\n";
  }
  return text;
}

std::string summary_json(const RunName& run, const Attrition& attrition) {
  Json criteria = Json::array();
  for (const CriterionCounts& one : attrition.criteria) {
    criteria.push_back({{"id", one.id},
                        {"pass", one.pass},
                        {"fail", one.fail},
                        {"unknown", one.unknown},
                        {"not_applicable", one.not_applicable},
                        {"fails_alone", one.fails_alone},
                        {"unknown_alone", one.unknown_alone}});
  }
  Json missing = Json::array();
  for (const auto& [fact, counts] : attrition.missing)
    missing.push_back({{"fact", fact}, {"rows", counts.rows}, {"settles_alone", counts.alone}});
  const Json json = {
      {"schema", "1"},
      {"input", run.input},
      {"pack", run.pack},
      {"pack_digest", run.pack_digest},
      {"safety_digest", run.safety_digest.empty() ? Json(nullptr) : Json(run.safety_digest)},
      {"knowledge_digest", run.knowledge_digest},
      {"engine", run.engine_version},
      {"rows", attrition.rows},
      {"rejected", attrition.rejected},
      {"with_values_set_aside", attrition.set_aside},
      {"repeated_ids", attrition.repeated_ids},
      {"eligibility", attrition.eligibility},
      {"criteria", std::move(criteria)},
      {"missing", std::move(missing)},
      {"safety", attrition.safety},
      {"ranked_first", attrition.first}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace regimen::screening
