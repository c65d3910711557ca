// Schema: the tables of a decision log, and what tells a file that is one.
//
// All that the chain covers stands in `record`; `input` and `subject` stand beside it and are held
// by digests in it, so that they may be taken out (a patient asks for it, a time limit has passed)
// without breaking the chain. Thread-safety: constants and pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace regimen::embed::log {

// `RGLG`, in the header of the file.
constexpr std::int64_t application_id = 0x52474C47;
constexpr std::int64_t schema_version = 1;

constexpr std::string_view tables = R"sql(
CREATE TABLE log (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE record (
  sequence INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('decision', 'feedback', 'gap')),
  id TEXT NOT NULL,
  time TEXT NOT NULL,
  content TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX record_id ON record (id);
CREATE TABLE input (digest TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE subject (
  sequence INTEGER PRIMARY KEY REFERENCES record,
  salt TEXT NOT NULL,
  profile TEXT NOT NULL
) STRICT;
CREATE TRIGGER record_stays BEFORE DELETE ON record
  BEGIN SELECT RAISE(ABORT, 'a record of the log stays'); END;
CREATE TRIGGER record_stays_as_it_is BEFORE UPDATE ON record
  BEGIN SELECT RAISE(ABORT, 'a record of the log stays as it is'); END;
)sql";

// The kinds of records with their contents as columns.

constexpr std::string_view decision_rows = R"sql(SELECT
  sequence, id, time,
  content ->> '$.source' AS source,
  content ->> '$.verdicts.eligibility.status' AS status,
  content ->> '$.pack.id' AS pack,
  content ->> '$.pack.version' AS pack_version,
  content ->> '$.pack.digest' AS pack_digest,
  content ->> '$.safety_pack.digest' AS safety_digest,
  content ->> '$.knowledge' AS knowledge_digest,
  content ->> '$.engine' AS engine,
  content -> '$.options' AS options,
  content ->> '$.input.digest' AS input_digest,
  content ->> '$.input.patient' AS patient,
  content ->> '$.subject' AS subject,
  content -> '$.verdicts' AS verdicts
  FROM record WHERE kind = 'decision')sql";

constexpr std::string_view card_rows = R"sql(SELECT
  record.sequence AS sequence, record.time AS time,
  card.value ->> '$.id' AS id, card.value ->> '$.indicator' AS indicator,
  card.value -> '$.rules' AS rules
  FROM record, json_each(record.content, '$.cards') AS card WHERE record.kind = 'decision')sql";

constexpr std::string_view feedback_rows = R"sql(SELECT
  sequence, id, time,
  content ->> '$.card' AS card,
  content ->> '$.outcome' AS outcome,
  content ->> '$.reason' AS reason,
  content -> '$.accepted' AS accepted,
  content ->> '$.sent' AS sent
  FROM record WHERE kind = 'feedback')sql";

constexpr std::string_view gap_rows = R"sql(SELECT
  sequence, time,
  content ->> '$.lost' AS lost,
  content ->> '$.from' AS "from",
  content ->> '$.to' AS "to",
  content -> '$.why' AS why
  FROM record WHERE kind = 'gap')sql";

// What makes a log: tables, and the kinds of records as views, for people with SQLite.
std::string schema_text();

// The same names before a query of ours, so that it asks the records and not the views: what stands
// in a file is trusted by nobody.
std::string with_kinds(std::string_view query);

}  // namespace regimen::embed::log
