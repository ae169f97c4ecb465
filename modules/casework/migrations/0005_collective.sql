-- 集体争议: cases against one employer whose workers let the union work on them together. Each case stays a case, with its own clock.

-- A matter, at the lowest union above all that handle its cases. `number` tells nothing of how many there are. `counted_at`: the union
-- at which it stands in the figures. `choosing` representatives: '' (not begun), standing, voting, done; `round`, `seats` and `vote_until` belong to it.
CREATE TABLE matters (
  id {{id}}, number TEXT NOT NULL UNIQUE, org BIGINT NOT NULL REFERENCES organisations(id), service TEXT NOT NULL, employer BIGINT REFERENCES employers(id),
  employer_name TEXT NOT NULL, words_sealed TEXT NOT NULL, created_on TEXT NOT NULL, created_at BIGINT NOT NULL, ended_at BIGINT, counted_at BIGINT,
  choosing TEXT NOT NULL DEFAULT '', round BIGINT NOT NULL DEFAULT 0, seats BIGINT NOT NULL DEFAULT 0, vote_until TEXT, version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX matters_org ON matters(org, id);
CREATE INDEX matters_open ON matters(id) WHERE ended_at IS NULL;
-- A case in a matter. `state`: asked, joined, declined, left. `named`: the other workers of the matter see name and claim.
-- `counted_at`: the union at which who joined is counted. `agreed`: what the employer offers this one, in fen; `consent` to that: '', yes, no.
CREATE TABLE matter_parts (
  id {{id}}, matter BIGINT NOT NULL REFERENCES matters(id), case_id BIGINT NOT NULL REFERENCES cases(id), state TEXT NOT NULL, named BIGINT NOT NULL DEFAULT 0,
  agreed BIGINT NOT NULL DEFAULT 0, consent TEXT NOT NULL DEFAULT '', asked_at BIGINT NOT NULL, answered_at BIGINT, counted_at BIGINT, version BIGINT NOT NULL DEFAULT 1, UNIQUE (matter, case_id)
);
CREATE UNIQUE INDEX matter_parts_joined ON matter_parts(case_id) WHERE state = 'joined';
CREATE INDEX matter_parts_case ON matter_parts(case_id);
-- The claim sheet: what one says is owed for a month (2026-09), in fen, and what proves it.
CREATE TABLE matter_claims (
  id {{id}}, part BIGINT NOT NULL REFERENCES matter_parts(id), month TEXT NOT NULL, amount BIGINT NOT NULL, evidence_sealed TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL, UNIQUE (part, month)
);
-- Who stands as a representative (`state`: asked by another, stands), with the votes; who voted stands apart, so that no vote has a name.
CREATE TABLE matter_candidates (
  id {{id}}, part BIGINT NOT NULL REFERENCES matter_parts(id), round BIGINT NOT NULL, state TEXT NOT NULL, votes BIGINT NOT NULL DEFAULT 0, elected BIGINT NOT NULL DEFAULT 0, UNIQUE (part, round)
);
CREATE TABLE matter_ballots (
  id {{id}}, part BIGINT NOT NULL REFERENCES matter_parts(id), round BIGINT NOT NULL, at BIGINT NOT NULL, UNIQUE (part, round)
);
-- What happened, and what was said with it.
CREATE TABLE matter_steps (
  id {{id}}, matter BIGINT NOT NULL REFERENCES matters(id), act TEXT NOT NULL, words_sealed TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL
);
CREATE INDEX matter_steps_matter ON matter_steps(matter);
-- Sheets that came back as Excel files, row by row as they were; `done_at`: what was right in them is written.
CREATE TABLE matter_sheets (
  id {{id}}, matter BIGINT NOT NULL REFERENCES matters(id), name TEXT NOT NULL, rows_sealed TEXT NOT NULL, account BIGINT NOT NULL, at BIGINT NOT NULL, done_at BIGINT
);
CREATE INDEX matter_sheets_matter ON matter_sheets(matter);
-- Letters of a matter, in the same register as those of cases.
CREATE TABLE matter_letters (
  id {{id}}, matter BIGINT NOT NULL REFERENCES matters(id), org BIGINT NOT NULL REFERENCES organisations(id), year BIGINT NOT NULL, number BIGINT NOT NULL,
  letter TEXT NOT NULL, lines_sealed TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL, UNIQUE (org, year, number)
);
CREATE INDEX matter_letters_matter ON matter_letters(matter);
