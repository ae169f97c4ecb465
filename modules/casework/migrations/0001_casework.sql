-- Cases: what workers ask of the union, from the asking to the rating.

-- A case (诉求). It runs on one version of its service's definition. `number` is what people see: it tells nothing of how many there are.
-- `handler`: the handling union; it and all above see the case, nobody below. `bypass`: the worker asked that the own union at the workplace
-- does not see it. `accused`: the account of the officer complained about, who never sees it. `level`: where its task waits, as last told.
-- `alone`: the second person whom the root has named, where the one it is about sits at the top: nobody else there sees the case.
-- `second`: the same person, told that a case is still open after its time was over at the root. `officer`: who works on it.
-- `words_for`: 1 once its words stand in the search index, at the branch `words_path`. `limit_on`: the nearest last day of a limit of the
-- law (`limit_told`: how many warnings went out).
-- `confidential`: 1: what its service keeps for one counsellor (`alone`) and the person; no list, search or figure of cases knows it.
-- `kept_until`: the last day for which an ended case is kept; then its texts, names and files go, its figures stay (none: it goes on, or is erased).
-- `helped`: 1 where it counts its person as helped in the year in which it ended.
-- `left_days`: what was left of the clock when it was paused; none: it runs. `rating`: '' not asked, waiting, rated, unrated, unsatisfied.
CREATE TABLE cases (
  id {{id}}, number TEXT NOT NULL UNIQUE, service TEXT NOT NULL, service_version BIGINT NOT NULL, channel TEXT NOT NULL,
  account BIGINT REFERENCES accounts(id), person BIGINT REFERENCES persons(id), name TEXT NOT NULL, phone_sealed TEXT NOT NULL,
  employer BIGINT REFERENCES employers(id), employer_name TEXT NOT NULL, answers_sealed TEXT NOT NULL,
  handler BIGINT NOT NULL REFERENCES organisations(id), bypass BIGINT NOT NULL, accused BIGINT REFERENCES accounts(id),
  alone BIGINT REFERENCES accounts(id), second BIGINT REFERENCES accounts(id), officer BIGINT REFERENCES accounts(id),
  step TEXT NOT NULL, level BIGINT NOT NULL, created_on TEXT NOT NULL, created_at BIGINT NOT NULL, due_on TEXT, left_days BIGINT, first_at BIGINT,
  ended_at BIGINT, outcome TEXT NOT NULL, amount BIGINT NOT NULL DEFAULT 0, rating TEXT NOT NULL, stars BIGINT, rate_until TEXT, warned BIGINT NOT NULL DEFAULT 0,
  confidential BIGINT NOT NULL DEFAULT 0, words_for BIGINT NOT NULL DEFAULT 0, words_path TEXT NOT NULL DEFAULT '', limit_on TEXT, limit_told BIGINT NOT NULL DEFAULT 0, kept_until TEXT, helped BIGINT NOT NULL DEFAULT 0,
  -- Where the first answer was counted, and whether it came in time.
  first_org BIGINT, first_met BIGINT,
  sent_mark TEXT NOT NULL DEFAULT '', version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX cases_handler ON cases(handler, id);
CREATE INDEX cases_open ON cases(handler, id) WHERE ended_at IS NULL;
CREATE INDEX cases_going ON cases(id) WHERE ended_at IS NULL;
CREATE INDEX cases_service ON cases(service, id);
CREATE INDEX cases_account ON cases(account);
CREATE INDEX cases_officer ON cases(officer, handler) WHERE ended_at IS NULL;
CREATE INDEX cases_person ON cases(person);
CREATE INDEX cases_employer ON cases(employer) WHERE employer IS NOT NULL;
-- What an employer's cases counted, for the day on which two employers turn out to be one.
CREATE INDEX facts_cases_employer ON facts(dimension, record_id) WHERE measure = 'cases.employer';
CREATE INDEX cases_unread ON cases(id) WHERE words_for = 0;
CREATE INDEX cases_limit ON cases(limit_on) WHERE limit_on IS NOT NULL;
CREATE INDEX cases_kept ON cases(kept_until) WHERE kept_until IS NOT NULL;
CREATE INDEX cases_due ON cases(due_on) WHERE ended_at IS NULL;
CREATE INDEX cases_rating ON cases(rate_until) WHERE rating = 'waiting';
-- What happened: who, for which organisation, when, and what was said with it.
CREATE TABLE case_steps (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), act TEXT NOT NULL, step TEXT NOT NULL, words_sealed TEXT NOT NULL, account BIGINT, org BIGINT, at BIGINT NOT NULL,
  -- What it counts as, at the union that handled the case then: a clock that ended (`met` 1: in time), a rating, a reopening.
  counted_at BIGINT, met BIGINT, stars BIGINT
);
CREATE INDEX case_steps_case ON case_steps(case_id);
-- The talk between worker and union, calls that were written down, and the union's own notes (`side`: worker, union, call, note).
CREATE TABLE case_messages (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), side TEXT NOT NULL, account BIGINT, org BIGINT, text_sealed TEXT NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX case_messages_case ON case_messages(case_id);
-- What was handed in.
CREATE TABLE case_files (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), file BIGINT NOT NULL REFERENCES files(id), side TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL
);
CREATE INDEX case_files_case ON case_files(case_id);
-- The person at the root who gets what must not reach the others there, and what nobody did in time; ended when another one is named.
CREATE TABLE case_seconds (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), account BIGINT NOT NULL REFERENCES accounts(id), named_by BIGINT, named_at BIGINT NOT NULL, ended_at BIGINT
);
CREATE UNIQUE INDEX case_seconds_now ON case_seconds(org) WHERE ended_at IS NULL;
-- Letters, numbered by the year in the register of the union that wrote them: of a case, or of a call for study aid.
CREATE TABLE case_registers (org BIGINT NOT NULL REFERENCES organisations(id), year BIGINT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (org, year));
CREATE TABLE case_letters (
  id {{id}}, case_id BIGINT REFERENCES cases(id), call_id BIGINT, org BIGINT NOT NULL REFERENCES organisations(id), year BIGINT NOT NULL, number BIGINT NOT NULL,
  letter TEXT NOT NULL, lines_sealed TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL, UNIQUE (org, year, number)
);
CREATE INDEX case_letters_case ON case_letters(case_id);
-- What interrupts or suspends a limit of the law (`kind`: claimed, sought, agreed, suspended), from a day, a suspension until a day.
CREATE TABLE case_limits (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), statute TEXT NOT NULL, kind TEXT NOT NULL, from_on TEXT NOT NULL, until_on TEXT, words_sealed TEXT NOT NULL,
  account BIGINT NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX case_limits_case ON case_limits(case_id);
-- Officers who said that they have an interest in a case: they work on it no more.
CREATE TABLE case_recusals (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), account BIGINT NOT NULL REFERENCES accounts(id), words_sealed TEXT NOT NULL, at BIGINT NOT NULL,
  UNIQUE (case_id, account)
);
-- Definitions made in the console: drafts, and what was published, as the same texts that the program's own files hold.
CREATE TABLE service_drafts (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), text TEXT NOT NULL, account BIGINT, changed_at BIGINT NOT NULL, published_at BIGINT, version BIGINT NOT NULL DEFAULT 1
);
CREATE TABLE services (
  id {{id}}, service TEXT NOT NULL, version BIGINT NOT NULL, text TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL, UNIQUE (service, version)
);
