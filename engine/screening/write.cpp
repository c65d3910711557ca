// Entry: add_row, error_rows, summary_json. Test: tests/screening/write_test.cpp.
#include "engine/screening/write.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <utility>

#include "engine/io/json_parts.h"

namespace regimen::screening {

using io::Json;

namespace {

void add_number(std::uint64_t number, std::string& text) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  text.append(digits.data(), end);
}

// --- CSV ---

// What has to stand in quotes, and what a spreadsheet would take for a formula.
bool is_special(char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; }
bool begins_formula(char c) {
  return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

void add_quoted(std::string_view text, bool formula, std::string& line) {
  line += '"';
  if (formula) line += '\'';
  for (const char c : text) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

// A cell, without what parts it from the one before.
void add_text(std::string_view text, std::string& line) {
  const bool formula = !text.empty() && begins_formula(text.front());
  if (formula || std::any_of(text.begin(), text.end(), is_special)) {
    add_quoted(text, formula, line);
  } else {
    line += text;
  }
}

void add_cell(std::string_view text, std::string& line) {
  line += ',';
  add_text(text, line);
}

// The names of our own begin no formula.
void add_cell(const std::vector<std::string_view>& texts, std::string& line) {
  line += ',';
  const bool quoted = std::any_of(texts.begin(), texts.end(), [](std::string_view text) {
    return std::any_of(text.begin(), text.end(), is_special);
  });
  if (quoted) line += '"';
  const char* before = "";
  for (const std::string_view text : texts) {
    line += before;
    for (const char c : text) {
      if (c == '"') line += '"';
      line += c;
    }
    before = "; ";
  }
  if (quoted) line += '"';
}

const RowRegimen* regimen_of(const ScreenedRow& row, const std::string& id) {
  for (const RowRegimen& one : row.regimens) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

void add_regimen(const RowRegimen* regimen, std::string& line) {
  if (regimen == nullptr) {
    line += ",,,,";
    return;
  }
  const RowRank& rank = regimen->rank;
  add_cell(regimen->safety, line);
  line += ',';
  if (rank.worst != 0) {
    add_number(static_cast<std::uint64_t>(rank.best), line);
    if (!rank.rank) {
      line += " to ";
      add_number(static_cast<std::uint64_t>(rank.worst), line);
    }
  }
  line += rank.worst == 0 ? "," : rank.conditional ? ",yes" : ",no";
  add_cell(rank.score ? rank.score->value : std::string_view(), line);
}

void add_csv(const ScreenedRow& row, const std::vector<std::string>& regimens, std::string& line) {
  add_number(row.number, line);
  add_cell(row.id, line);
  add_cell(row.rejected ? "rejected" : row.eligibility, line);
  add_cell(row.failed, line);
  add_cell(row.unknown, line);
  add_cell(row.missing, line);
  add_cell(row.assumptions, line);
  for (const std::string& id : regimens) add_regimen(regimen_of(row, id), line);
  line += ',';
  add_number(row.set_aside, line);
  line += "\r\n";
}

// --- NDJSON ---

void add_json(std::string_view text, std::string& line) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte < 0x7F && c != '"' && c != '\\';
  });
  if (plain) {
    line.append("\"").append(text).append("\"");
  } else {
    line += Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  }
}

void add_json(const std::vector<std::string_view>& texts, std::string& line) {
  line += '[';
  const char* before = "";
  for (const std::string_view text : texts) {
    line += before;
    add_json(text, line);
    before = ",";
  }
  line += ']';
}

void add_json(const RowRegimen& regimen, std::string& line) {
  line += R"({"id":)";
  add_json(regimen.id, line);
  line += R"(,"safety":{"status":)";
  add_json(regimen.safety, line);
  line += R"(,"at_least":)";
  add_json(regimen.at_least, line);
  line += R"(,"at_most":)";
  add_json(regimen.at_most, line);
  const RowRank& rank = regimen.rank;
  line += R"(},"rank":)";
  line += rank.rank ? std::to_string(*rank.rank) : "null";
  line += R"(,"rank_range":)";
  if (rank.worst == 0) {
    line += "null";
  } else {
    line.append(R"({"best":)").append(std::to_string(rank.best));
    line.append(R"(,"worst":)").append(std::to_string(rank.worst)).append("}");
  }
  line.append(R"(,"rank_conditional":)").append(rank.conditional ? "true" : "false");
  line += R"(,"score":)";
  if (rank.score) {
    line.append(R"({"value":)").append(rank.score->value);
    line.append(R"(,"low":)").append(rank.score->low);
    line.append(R"(,"high":)").append(rank.score->high).append("}");
  } else {
    line += "null";
  }
  line += '}';
}

void add_ndjson(const ScreenedRow& row, const std::string& explanation, std::string& line) {
  line += R"({"row":)";
  add_number(row.number, line);
  line += R"(,"id":)";
  if (row.id.empty()) {
    line += "null";
  } else {
    add_json(row.id, line);
  }
  line += R"(,"eligibility":)";
  add_json(row.rejected ? "rejected" : row.eligibility, line);
  for (const auto& [name, texts] : {std::pair{"failed", &row.failed},
                                    {"unknown", &row.unknown},
                                    {"missing", &row.missing},
                                    {"assumptions", &row.assumptions}}) {
    line.append(",\"").append(name).append("\":");
    add_json(*texts, line);
  }
  line += R"(,"regimens":[)";
  const char* before = "";
  for (const RowRegimen& regimen : row.regimens) {
    line += before;
    add_json(regimen, line);
    before = ",";
  }
  line += R"(],"set_aside":)";
  add_number(row.set_aside, line);
  if (!explanation.empty()) {
    const Json decision = Json::parse(explanation, nullptr, false);
    line += R"(,"decision":)";
    line += decision.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  line += "}\n";
}

}  // namespace

std::string row_head(RowFormat format, const std::vector<std::string>& regimens) {
  if (format == RowFormat::ndjson) return {};
  std::string line = "row,id,eligibility,failed,unknown,missing,assumptions";
  for (const std::string& id : regimens) {
    for (const char* part : {"_safety", "_rank", "_rank_conditional", "_score"})
      add_cell(id + part, line);
  }
  return line + ",set_aside\r\n";
}

void add_row(RowFormat format, const ScreenedRow& row, const std::vector<std::string>& regimens,
             const std::string& explanation, std::string& text) {
  if (format == RowFormat::csv) {
    add_csv(row, regimens, text);
  } else {
    add_ndjson(row, explanation, text);
  }
}

std::string error_head() {
  return "row,line,id,rejected,line_of_place,column,code,message,file\r\n";
}

namespace {

// `head` is of the row: its number, its line, its id, whether it was rejected.
std::string rows_of(const std::string& head, const core::Diagnostics& diagnostics) {
  std::string text;
  for (const core::Diagnostic& diagnostic : diagnostics.sorted()) {
    std::string line = head;
    std::string at_line;
    std::string at_column;
    std::string file;
    if (const core::Source* source = diagnostic.span.source) {
      const core::Place place = source->place(diagnostic.span.begin);
      at_line = std::to_string(place.line);
      at_column = std::to_string(place.column);
      file = std::filesystem::path(source->name()).filename().string();
    }
    add_cell(at_line, line);
    add_cell(at_column, line);
    add_cell(core::info(diagnostic.code).id, line);
    add_cell(diagnostic.message, line);
    add_cell(file, line);
    text += line + "\r\n";
  }
  return text;
}

}  // namespace

std::string error_rows(const ScreenedRow& row, const core::Diagnostics& diagnostics) {
  if (diagnostics.empty()) return {};
  std::string head = std::to_string(row.number);
  add_cell(std::to_string(row.line), head);
  add_cell(row.id, head);
  add_cell(row.rejected ? "yes" : "no", head);
  return rows_of(head, diagnostics);
}

std::string remark_rows(const core::Diagnostics& diagnostics) {
  return rows_of(",,,", diagnostics);
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
      {"input_digest", run.input_digest.empty() ? Json(nullptr) : Json(run.input_digest)},
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
