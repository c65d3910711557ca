// Entry: read_ndjson_row. Test: tests/io/list_test.cpp.
#include "engine/io/ndjson.h"

#include <string>

#include "engine/core/yaml.h"
#include "engine/io/csv.h"
#include "engine/io/profile.h"

namespace regimen::io {

RowReading read_ndjson_row(const ListChunk& chunk, std::size_t row,
                           const facts::Knowledge& knowledge,
                           const std::optional<facts::Day>& as_of) {
  const RawRow& raw = chunk.rows[row];
  RowReading reading;
  reading.number = raw.number;
  reading.line = chunk.source->place(raw.begin).line;
  if (raw.state != RowState::whole) {
    reading.source = chunk.source;
    check_row(chunk, raw, reading.structure);
    return reading;
  }
  // The line alone, as the reader of JSON wants one document.
  const std::string_view text = chunk.source->text().substr(raw.begin, raw.end - raw.begin);
  reading.source = std::make_shared<const core::Source>(chunk.source->name(), std::string(text),
                                                        chunk.source->privacy(), reading.line);
  const auto root = core::read_json(*reading.source, profile_limits, reading.structure);
  if (!root) return reading;
  const core::Node* id = root->find("id");
  if (id != nullptr && id->is_scalar()) reading.id = id->text;
  ProfileReading profile = read_profile(*root, knowledge, as_of);
  reading.record = std::move(profile.record);
  reading.structure.append(profile.structure);
  reading.values = std::move(profile.values);
  return reading;
}

}  // namespace regimen::io
