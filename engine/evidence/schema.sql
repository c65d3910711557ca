-- Version 1 of the store; migrations/ leads on from it, one numbered file a version.
--
-- The studies, as knowledge/outcomes.yaml and knowledge/studies/ state them. Figures stand as printed (text), so that
-- nothing is lost between 30 and 30.0; counts are whole numbers.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A text in each language; `owner` says what it belongs to, such as `outcome/steroid-free-remission/name`.
CREATE TABLE words (
  owner  TEXT NOT NULL,
  locale TEXT NOT NULL,
  text   TEXT NOT NULL,
  PRIMARY KEY (owner, locale)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome (
  id        TEXT PRIMARY KEY,
  place     INTEGER NOT NULL,          -- its order in the file
  kind      TEXT NOT NULL CHECK (kind IN ('event', 'count', 'amount')),
  direction TEXT NOT NULL CHECK (direction IN ('benefit', 'harm', 'neutral')),
  mirrors   TEXT REFERENCES outcome (id) DEFERRABLE INITIALLY DEFERRED,  -- the same from the other side
  source    TEXT NOT NULL,             -- of the definition; empty where there is none
  at        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Whoever has the part has the whole.
CREATE TABLE outcome_part (
  part  TEXT NOT NULL REFERENCES outcome (id) DEFERRABLE INITIALLY DEFERRED,
  whole TEXT NOT NULL REFERENCES outcome (id) DEFERRABLE INITIALLY DEFERRED,
  place INTEGER NOT NULL,              -- its order in the list
  PRIMARY KEY (part, whole)
) STRICT, WITHOUT ROWID;

CREATE TABLE study (
  id              TEXT PRIMARY KEY,
  place           INTEGER NOT NULL,
  source          TEXT NOT NULL,       -- of sources.yaml
  primary_outcome TEXT NOT NULL,       -- empty where there is none
  primary_horizon TEXT NOT NULL,
  primary_set     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE arm (
  study   TEXT NOT NULL REFERENCES study (id),
  id      TEXT NOT NULL,
  place   INTEGER NOT NULL,
  regimen TEXT NOT NULL,               -- the candidate regimen it stands for, or empty
  PRIMARY KEY (study, id)
) STRICT, WITHOUT ROWID;

-- Who was counted, and how many they were in each arm.
CREATE TABLE analysis_set (
  study TEXT NOT NULL REFERENCES study (id),
  id    TEXT NOT NULL,
  place INTEGER NOT NULL,
  kind  TEXT NOT NULL,
  at    TEXT NOT NULL,
  PRIMARY KEY (study, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE set_size (
  study        TEXT NOT NULL,
  analysis_set TEXT NOT NULL,
  arm          TEXT NOT NULL,
  n            INTEGER NOT NULL CHECK (n >= 0),
  PRIMARY KEY (study, analysis_set, arm),
  FOREIGN KEY (study, analysis_set) REFERENCES analysis_set (study, id),
  FOREIGN KEY (study, arm) REFERENCES arm (study, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE comparison (
  study        TEXT NOT NULL,
  id           TEXT NOT NULL,
  place        INTEGER NOT NULL,
  of           TEXT NOT NULL,
  against      TEXT NOT NULL,
  control_step INTEGER NOT NULL,       -- place in the sequence that holds the type I error; 0: not in it
  control_at   TEXT NOT NULL,
  PRIMARY KEY (study, id),
  FOREIGN KEY (study, of) REFERENCES arm (study, id),
  FOREIGN KEY (study, against) REFERENCES arm (study, id)
) STRICT, WITHOUT ROWID;

-- One row of a table of the source.
CREATE TABLE result (
  study        TEXT NOT NULL REFERENCES study (id),
  id           TEXT NOT NULL,
  place        INTEGER NOT NULL,
  outcome      TEXT NOT NULL REFERENCES outcome (id),
  analysis_set TEXT,
  horizon      TEXT NOT NULL,          -- `26 weeks`, or empty
  source       TEXT NOT NULL,
  at           TEXT NOT NULL CHECK (at <> ''),
  unit         TEXT NOT NULL,
  PRIMARY KEY (study, id),
  FOREIGN KEY (study, analysis_set) REFERENCES analysis_set (study, id)
) STRICT, WITHOUT ROWID;

-- Events of a denominator, or a plain number (no total). The arm `all` is a printed total.
CREATE TABLE event_count (
  study   TEXT NOT NULL,
  result  TEXT NOT NULL,
  place   INTEGER NOT NULL,
  arm     TEXT NOT NULL,
  events  INTEGER NOT NULL CHECK (events >= 0),
  total   INTEGER CHECK (total IS NULL OR total >= events),
  percent TEXT,                        -- as printed
  PRIMARY KEY (study, result, arm),
  FOREIGN KEY (study, result) REFERENCES result (study, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE amount (
  study  TEXT NOT NULL,
  result TEXT NOT NULL,
  place  INTEGER NOT NULL,
  arm    TEXT NOT NULL,
  n      INTEGER,
  mean   TEXT,
  sd     TEXT,
  median TEXT,
  low    TEXT,
  high   TEXT,
  value  TEXT,
  PRIMARY KEY (study, result, arm),
  FOREIGN KEY (study, result) REFERENCES result (study, id)
) STRICT, WITHOUT ROWID;

-- A P value as printed; both arms are empty where it compares all of them.
CREATE TABLE printed_test (
  study  TEXT NOT NULL,
  result TEXT NOT NULL,
  place  INTEGER NOT NULL,
  first  TEXT NOT NULL,
  second TEXT NOT NULL,
  p      TEXT NOT NULL,
  method TEXT NOT NULL,
  PRIMARY KEY (study, result, place),
  FOREIGN KEY (study, result) REFERENCES result (study, id)
) STRICT, WITHOUT ROWID;

-- A figure with its limits, where the counts behind it are not printed.
CREATE TABLE estimate (
  study     TEXT NOT NULL,
  result    TEXT NOT NULL,
  statistic TEXT NOT NULL,
  per       TEXT NOT NULL,
  adjusted  INTEGER NOT NULL CHECK (adjusted IN (0, 1)),
  of        TEXT NOT NULL,
  against   TEXT NOT NULL,
  value     TEXT NOT NULL,
  low       TEXT,
  high      TEXT,
  level     INTEGER NOT NULL,
  PRIMARY KEY (study, result),
  FOREIGN KEY (study, result) REFERENCES result (study, id)
) STRICT, WITHOUT ROWID;

-- A fact in words: of the study, its protocol, a guideline.
CREATE TABLE remark (
  study     TEXT NOT NULL REFERENCES study (id),
  section   TEXT NOT NULL,
  id        TEXT NOT NULL,
  place     INTEGER NOT NULL,
  kind      TEXT NOT NULL,
  strength  TEXT NOT NULL,
  certainty TEXT NOT NULL,
  source    TEXT NOT NULL,
  at        TEXT NOT NULL CHECK (at <> ''),
  PRIMARY KEY (study, section, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE remark_value (
  study   TEXT NOT NULL,
  section TEXT NOT NULL,
  remark  TEXT NOT NULL,
  key     TEXT NOT NULL,               -- `regimen` for the regimens it speaks of
  place   INTEGER NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY (study, section, remark, key, place),
  FOREIGN KEY (study, section, remark) REFERENCES remark (study, section, id)
) STRICT, WITHOUT ROWID;

-- What a source cites as, for searching.
CREATE TABLE source (
  id         TEXT PRIMARY KEY,
  title      TEXT NOT NULL,
  citation   TEXT NOT NULL,
  provenance TEXT NOT NULL
) STRICT, WITHOUT ROWID;
