// Database schema: the tables of a screened list, what is looked for in them, and the two questions
// that are asked first. README.md shows them in use. Thread-safety: constants.
//
// An error of row 0 is of the list and of no row. No table holds the time of day: the same list
// gives the same content.
#pragma once

namespace regimen::screening {

// `journal` is there while the list is being screened.
constexpr const char* database_tables = R"(
BEGIN;
CREATE TABLE journal (entry INTEGER PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE run (
  engine TEXT NOT NULL, pack TEXT NOT NULL, pack_digest TEXT NOT NULL,
  safety_pack TEXT, safety_digest TEXT, knowledge_digest TEXT NOT NULL,
  input TEXT NOT NULL, input_digest TEXT, mapping_digest TEXT, options TEXT NOT NULL,
  rows INTEGER NOT NULL, rejected INTEGER NOT NULL, set_aside INTEGER NOT NULL,
  repeated_ids INTEGER NOT NULL);
CREATE TABLE row (
  number INTEGER PRIMARY KEY, line INTEGER NOT NULL, id TEXT, eligibility TEXT,
  rejected INTEGER NOT NULL, set_aside INTEGER NOT NULL);
CREATE TABLE criterion (
  row INTEGER NOT NULL, criterion TEXT NOT NULL, outcome TEXT NOT NULL,
  PRIMARY KEY (row, criterion)) WITHOUT ROWID;
CREATE TABLE missing (
  row INTEGER NOT NULL, fact TEXT NOT NULL, PRIMARY KEY (row, fact)) WITHOUT ROWID;
CREATE TABLE assumption (
  row INTEGER NOT NULL, assumption TEXT NOT NULL, PRIMARY KEY (row, assumption)) WITHOUT ROWID;
CREATE TABLE regimen (
  row INTEGER NOT NULL, regimen TEXT NOT NULL, safety TEXT NOT NULL, at_least TEXT NOT NULL,
  at_most TEXT NOT NULL, rank INTEGER, best INTEGER, worst INTEGER, conditional INTEGER,
  score REAL, score_low REAL, score_high REAL, PRIMARY KEY (row, regimen)) WITHOUT ROWID;
CREATE TABLE error (
  row INTEGER NOT NULL, line INTEGER, "column" INTEGER, code TEXT NOT NULL, reason TEXT NOT NULL,
  file TEXT);
CREATE TABLE decision (row INTEGER PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE attrition (
  criterion TEXT PRIMARY KEY, pass INTEGER NOT NULL, fail INTEGER NOT NULL,
  unknown INTEGER NOT NULL, not_applicable INTEGER NOT NULL, fails_alone INTEGER NOT NULL,
  unknown_alone INTEGER NOT NULL);
CREATE TABLE missing_counts (
  fact TEXT PRIMARY KEY, rows INTEGER NOT NULL, settles_alone INTEGER NOT NULL);
COMMIT;
)";

// Made when all rows are there, which is faster than keeping them up to date.
constexpr const char* database_indexes = R"(
CREATE INDEX row_by_id ON row (id);
CREATE INDEX row_by_eligibility ON row (eligibility);
CREATE INDEX criterion_by_outcome ON criterion (criterion, outcome);
CREATE INDEX missing_by_fact ON missing (fact);
CREATE INDEX regimen_by_safety ON regimen (regimen, safety);
CREATE INDEX error_by_row ON error (row);
CREATE VIEW who_matches AS
  SELECT number, id, eligibility,
    (SELECT group_concat(assumption, '; ') FROM assumption WHERE row = number) AS assumptions
  FROM row WHERE eligibility IN ('eligible', 'eligible_with_assumptions') ORDER BY number;
CREATE VIEW what_settles AS
  SELECT fact, settles_alone, rows FROM missing_counts
  ORDER BY settles_alone DESC, rows DESC, fact;
DROP TABLE journal;
)";

}  // namespace regimen::screening
