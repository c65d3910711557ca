// Entry: BulkList. Test: tests/io/fhir_bulk_test.cpp and tests/embed/bulk_test.sh.
#include "engine/io/fhir/bulk_list.h"

#include <algorithm>
#include <charconv>
#include <deque>
#include <utility>

#include "engine/io/fhir/bundle.h"
#include "engine/io/fhir/element.h"

namespace regimen::io {

using core::Code;
using core::Node;

namespace {

constexpr std::string_view too_long_mark = "!";

void append_line(const BulkLine& line, std::string& text) {
  text += std::to_string(line.place.file) + ' ' + std::to_string(line.place.line) + ' ';
  text += line.too_long ? std::string(too_long_mark) : line.text;
  text += '\n';
}

std::uint32_t take_number(std::string_view& text) {
  std::uint32_t number = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end.ptr - text.data()));
  if (!text.empty()) text.remove_prefix(1);
  return number;
}

// The next line of a row; false at its end.
bool take_line(std::string_view& text, BulkLine& line) {
  if (text.empty()) return false;
  std::string_view whole = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(whole.size() + 1, text.size()));
  line.place.file = take_number(whole);
  line.place.line = take_number(whole);
  line.too_long = whole == too_long_mark;
  line.text = line.too_long ? std::string() : std::string(whole);
  return true;
}

std::size_t count_nodes(const Node& node) {
  std::size_t count = 1;
  for (const Node& item : node.items) count += count_nodes(item);
  return count;
}

// What a bundle adds to the depth of a resource.
constexpr std::size_t depth_of_bundle = 3;

}  // namespace

std::optional<core::Failure> BulkList::advance() {
  auto line = join_.store.next();
  if (!line.ok()) return line.failure();
  next_ = std::move(line).value();
  return std::nullopt;
}

std::optional<core::Failure> BulkList::append_shared(std::string& text, RawRow& row) {
  for (const std::string& name : referred_) {
    const auto lines = join_.store.shared(name);
    if (!lines.ok()) return lines.failure();
    for (const BulkLine& line : lines.value()) {
      if (text.size() - row.begin + line.text.size() > fhir_limits.bytes) {
        row.state = RowState::too_long;
      } else {
        append_line(line, text);
      }
    }
  }
  return std::nullopt;
}

std::optional<core::Failure> BulkList::append_patient(std::string& text, RawRow& row) {
  const std::uint64_t patient = next_->patient;
  row.number = patient;
  row.begin = static_cast<std::uint32_t>(text.size());
  std::size_t first_end = text.size();
  referred_.clear();
  while (next_ && next_->patient == patient) {
    // The line that names the patient stays, whatever the others are.
    const bool fits = text.size() - row.begin + next_->line.text.size() <= fhir_limits.bytes;
    if (first_end == row.begin || fits) {
      append_line(next_->line, text);
    } else {
      row.state = RowState::too_long;
    }
    if (first_end == row.begin) first_end = text.size();
    if (row.state == RowState::whole && !next_->refers.empty()) referred_.insert(next_->refers);
    if (auto failure = advance()) return failure;
  }
  if (row.state == RowState::whole) {
    if (auto failure = append_shared(text, row)) return failure;
  }
  if (row.state == RowState::too_long) text.resize(first_end);
  row.end = static_cast<std::uint32_t>(text.size());
  return std::nullopt;
}

core::Result<std::optional<ListChunk>> BulkList::chunk() {
  if (!std::exchange(begun_, true)) {
    if (auto failure = advance()) return *std::move(failure);
  }
  std::string text;
  std::vector<RawRow> rows;
  while (next_ && text.size() < limits_.chunk_bytes) {
    RawRow row;
    if (auto failure = append_patient(text, row)) return *std::move(failure);
    rows.push_back(row);
  }
  if (rows.empty()) return std::optional<ListChunk>();
  return std::optional(
      ListChunk{std::make_shared<const core::Source>("", std::move(text), core::Privacy::patient),
                std::move(rows)});
}

RowReading BulkList::read(const ListChunk& chunk, std::size_t row,
                          const std::optional<facts::Day>& as_of) const {
  const RawRow& raw = chunk.rows[row];
  const auto sources = std::make_shared<std::deque<core::Source>>();
  RowReading reading;
  reading.number = raw.number;
  core::TextLimits limits = fhir_limits;
  limits.depth -= depth_of_bundle;
  std::vector<Node> resources;
  std::string_view text = chunk.source->text().substr(raw.begin, raw.end - raw.begin);
  BulkLine line;
  core::Diagnostics broken;  // told when the bundle is read
  while (take_line(text, line)) {
    const core::Source& source =
        sources->emplace_back(join_.files[line.place.file], std::move(line.text),
                              core::Privacy::patient, line.place.line);
    const bool first = reading.source == nullptr;
    if (first) {
      reading.line = line.place.line;
      reading.source = std::shared_ptr<const core::Source>(sources, &source);
    }
    if (line.too_long) {
      reading.structure.add(
          {Code::row_too_long, {&source, 0, 0}, "this line is longer than the limit"});
      return reading;
    }
    auto resource = core::read_json(source, limits, reading.structure);
    if (!resource) return reading;
    if (first && resource->is_mapping()) reading.id = text_element(*resource, "id", broken);
    if (raw.state == RowState::too_long) {
      reading.structure.add({Code::too_long, resource->span,
                             "the resources of this patient are longer than the limit"});
      return reading;
    }
    limits.nodes -= std::min(limits.nodes, count_nodes(*resource));
    resources.push_back(*std::move(resource));
  }
  const core::Span span = resources.front().span;
  const Node bundle = collection_of(std::move(resources), span);
  FhirReading fhir = read_fhir(bundle, *map_, *knowledge_, as_of, join_.incomplete);
  reading.structure.append(fhir.structure);
  for (FhirPatient& patient : fhir.patients) {
    reading.record = std::move(patient.profile.record);
    reading.structure.append(patient.profile.structure);
    reading.values = std::move(patient.profile.values);
    reading.ignored = std::move(patient.ignored);
  }
  return reading;
}

std::optional<std::string> BulkList::document(const ListChunk& chunk, std::size_t row) const {
  if (!join_.incomplete.empty()) return std::nullopt;
  const RawRow& raw = chunk.rows[row];
  std::string_view text = chunk.source->text().substr(raw.begin, raw.end - raw.begin);
  std::string bundle = R"({"resourceType":"Bundle","type":"collection","entry":[)";
  BulkLine line;
  for (bool first = true; take_line(text, line); first = false)
    bundle += (first ? R"({"resource":)" : R"(,{"resource":)") + line.text + '}';
  return bundle + "]}";
}

}  // namespace regimen::io
