-- Aid: home visits to cases, hardship files with findings, calls for study aid, what was granted and paid.

-- A home visit (入户走访): two visitors; what was looked at, asked, heard and checked is sealed, with the place. The phone's own key makes a
-- second sending the same visit.
CREATE TABLE case_visits (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), org BIGINT NOT NULL, account BIGINT NOT NULL REFERENCES accounts(id), entry_key TEXT NOT NULL, told_sealed TEXT NOT NULL,
  photos BIGINT NOT NULL, visited_at BIGINT NOT NULL, at BIGINT NOT NULL, UNIQUE (account, entry_key)
);
CREATE INDEX case_visits_case ON case_visits(case_id);

-- A hardship file (困难职工档案), from its opening to its leaving. `kind`: deep, relative, sudden.
CREATE TABLE hardship_files (
  id {{id}}, case_id BIGINT NOT NULL UNIQUE REFERENCES cases(id), person BIGINT REFERENCES persons(id), account BIGINT REFERENCES accounts(id), name TEXT NOT NULL,
  union_id BIGINT NOT NULL REFERENCES organisations(id), kind TEXT NOT NULL, bank_sealed TEXT NOT NULL, opened_on TEXT NOT NULL, review_on TEXT NOT NULL,
  closed_on TEXT, why TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX hardship_files_union ON hardship_files(union_id, id);
CREATE INDEX hardship_files_review ON hardship_files(review_on) WHERE closed_on IS NULL;
CREATE UNIQUE INDEX hardship_files_open ON hardship_files(person) WHERE closed_on IS NULL;
-- What the rule found, with the figures (sealed) and the minimum of that day in fen.
CREATE TABLE hardship_findings (
  id {{id}}, hardship BIGINT NOT NULL REFERENCES hardship_files(id), kind TEXT NOT NULL, household_sealed TEXT NOT NULL, minimum BIGINT NOT NULL, found_on TEXT NOT NULL,
  by_account BIGINT, at BIGINT NOT NULL
);
CREATE INDEX hardship_findings_file ON hardship_findings(hardship);

-- A call for study aid (金秋助学): from a day to a day, with a budget and amounts by level (JSON, in fen).
CREATE TABLE aid_calls (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), year BIGINT NOT NULL, title TEXT NOT NULL, opens_on TEXT NOT NULL, closes_on TEXT NOT NULL,
  budget BIGINT NOT NULL, amounts TEXT NOT NULL, at BIGINT NOT NULL, version BIGINT NOT NULL DEFAULT 1, UNIQUE (org, opens_on)
);

-- What was granted and paid, in fen; also what another fund gave, so that nobody is aided twice. `beneficiary`: the keyed number of a child,
-- once a year and purpose.
CREATE TABLE aid_payments (
  id {{id}}, case_id BIGINT REFERENCES cases(id), hardship BIGINT REFERENCES hardship_files(id), call_id BIGINT REFERENCES aid_calls(id), org BIGINT NOT NULL REFERENCES organisations(id),
  person BIGINT REFERENCES persons(id), name TEXT NOT NULL, purpose TEXT NOT NULL, fund TEXT NOT NULL, year BIGINT NOT NULL, beneficiary TEXT, child_sealed TEXT NOT NULL,
  amount BIGINT NOT NULL, bank_sealed TEXT NOT NULL, granted_on TEXT NOT NULL, paid_on TEXT, by_account BIGINT, at BIGINT NOT NULL,
  -- 1: it counts its family as aided in the year in which it was paid.
  counted BIGINT NOT NULL DEFAULT 0,
  -- The number of the public notice whose list it stood on; empty: of none yet.
  notice TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX aid_payments_once ON aid_payments(purpose, year, beneficiary);
CREATE INDEX aid_payments_case ON aid_payments(case_id);
CREATE INDEX aid_payments_hardship ON aid_payments(hardship);
CREATE INDEX aid_payments_call ON aid_payments(call_id);
CREATE INDEX aid_payments_person ON aid_payments(person);
