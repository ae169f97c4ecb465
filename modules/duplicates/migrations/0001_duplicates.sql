-- People and employers that stand twice: how they are found, what was decided, what was merged.

-- Keyed numbers under which two that may be one meet (decision 060). Stale ones are harmless: what meets is compared before it is listed.
CREATE TABLE person_keys (key BIGINT NOT NULL, person BIGINT NOT NULL, PRIMARY KEY (key, person))
-- only sqlite
WITHOUT ROWID
-- end
;
CREATE TABLE employer_keys (key BIGINT NOT NULL, employer BIGINT NOT NULL, PRIMARY KEY (key, employer))
-- only sqlite
WITHOUT ROWID
-- end
;
-- How far the search has come: everything written before is under its keys.
CREATE TABLE duplicate_cursors (kind TEXT PRIMARY KEY, updated_at BIGINT NOT NULL, ref BIGINT NOT NULL);

-- Two that may be one. `path` is the lowest organisation whose branch holds both; empty: not seen yet. Reasons: a JSON list of sentences.
CREATE TABLE duplicate_pairs (
  id {{id}}, kind TEXT NOT NULL, low BIGINT NOT NULL, high BIGINT NOT NULL, score BIGINT NOT NULL, reasons TEXT NOT NULL, path {{path}} NOT NULL,
  state TEXT NOT NULL, found_at BIGINT NOT NULL, decided_at BIGINT, decided_by BIGINT, note TEXT NOT NULL DEFAULT '',
  UNIQUE (kind, low, high)
);
-- state: open, different, merged.
CREATE INDEX duplicate_pairs_open ON duplicate_pairs(kind, path) WHERE state = 'open';
CREATE INDEX duplicate_pairs_high ON duplicate_pairs(kind, high);

-- A merge with what either was before, sealed, and which rows were moved: for undoing, and so that nothing is lost.
CREATE TABLE duplicate_merges (
  id {{id}}, pair BIGINT NOT NULL REFERENCES duplicate_pairs(id), kind TEXT NOT NULL, kept BIGINT NOT NULL, gone BIGINT NOT NULL, at BIGINT NOT NULL,
  account BIGINT, image_sealed TEXT NOT NULL, undone_at BIGINT, undone_by BIGINT, stayed TEXT NOT NULL DEFAULT ''
);
CREATE INDEX duplicate_merges_pair ON duplicate_merges(pair);
