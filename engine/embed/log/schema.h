// Schema: the tables of a decision log, and what tells a file that is one.
//
// All that the chain covers stands in `record`; `input` and `subject` stand beside it and are held
// by digests in it, so that they may be taken out (a patient asks for it, a time limit has passed)
// without breaking the chain. The views are for people with SQLite. Thread-safety: constants.
#pragma once

#include <cstdint>
#include <string_view>

namespace regimen::embed::log {

// `RGLG`, in the header of the file.
constexpr std::int64_t application_id = 0x52474C47;
constexpr std::int64_t schema_version = 1;

constexpr std::string_view schema = R"sql(
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
CREATE VIEW decision AS SELECT
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
  FROM record WHERE kind = 'decision';
CREATE VIEW card AS SELECT
  record.sequence AS sequence, record.time AS time,
  card.value ->> '$.id' AS id, card.value ->> '$.indicator' AS indicator,
  card.value -> '$.rules' AS rules
  FROM record, json_each(record.content, '$.cards') AS card WHERE record.kind = 'decision';
CREATE VIEW feedback AS SELECT
  sequence, id, time,
  content ->> '$.card' AS card,
  content ->> '$.outcome' AS outcome,
  content ->> '$.reason' AS reason,
  content -> '$.accepted' AS accepted,
  content ->> '$.sent' AS sent
  FROM record WHERE kind = 'feedback';
CREATE VIEW gap AS SELECT
  sequence, time,
  content ->> '$.lost' AS lost,
  content ->> '$.from' AS "from",
  content ->> '$.to' AS "to",
  content -> '$.why' AS why
  FROM record WHERE kind = 'gap';
)sql";

}  // namespace regimen::embed::log
