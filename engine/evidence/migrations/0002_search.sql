-- Full-text search over outcomes, remarks and citations, filled from the tables that are there.

CREATE VIRTUAL TABLE search USING fts5 (
  kind UNINDEXED,    -- outcome | remark | source
  ref UNINDEXED,     -- its id; `study/section/id` for a remark
  locale UNINDEXED,  -- empty for a source
  text,
  tokenize = "unicode61 remove_diacritics 2"
);

INSERT INTO search (kind, ref, locale, text)
SELECT 'outcome', outcome.id, words.locale, outcome.id || ' ' || group_concat(words.text, ' ')
FROM outcome JOIN words ON words.owner IN ('outcome/' || outcome.id || '/name', 'outcome/' || outcome.id || '/definition')
GROUP BY outcome.id, words.locale;

INSERT INTO search (kind, ref, locale, text)
SELECT 'remark', remark.study || '/' || remark.section || '/' || remark.id, words.locale, remark.id || ' ' || words.text
FROM remark JOIN words ON words.owner = 'remark/' || remark.study || '/' || remark.section || '/' || remark.id || '/text';

INSERT INTO search (kind, ref, locale, text)
SELECT 'source', id, '', id || ' ' || title || ' ' || citation FROM source;
