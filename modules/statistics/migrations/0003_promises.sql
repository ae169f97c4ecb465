-- 计划: what a union sets out to do in a year (年度实事, 十大系列活动, 五大工程); its parts in their order.
CREATE TABLE plans (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), year BIGINT NOT NULL, name TEXT NOT NULL, lead TEXT NOT NULL, version BIGINT NOT NULL DEFAULT 1,
  UNIQUE (org, year, name)
);
CREATE TABLE plan_parts (id {{id}}, plan BIGINT NOT NULL REFERENCES plans(id), position BIGINT NOT NULL, name TEXT NOT NULL);
CREATE INDEX plan_parts_plan ON plan_parts(plan);
-- 实事: what was promised for a year. `stage`: draft, published, withdrawn. `at_end`: of stocks, so many there are at the end of the year
-- (1) or so many more in the year (0). `form`: the form that it was written on, so that sending it twice makes one. `place`: its order.
CREATE TABLE promises (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), year BIGINT NOT NULL, short TEXT NOT NULL, words TEXT NOT NULL, target BIGINT NOT NULL, unit TEXT NOT NULL,
  at_end BIGINT NOT NULL, stage TEXT NOT NULL, is_public BIGINT NOT NULL, part BIGINT REFERENCES plan_parts(id), place BIGINT NOT NULL, form TEXT NOT NULL UNIQUE,
  created_by BIGINT, created_at BIGINT NOT NULL, changed_by BIGINT, changed_at BIGINT NOT NULL, published_at BIGINT, version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX promises_org ON promises(org, year);
-- What it is counted from; none: there is no source yet. `weight` in hundredths. `dimension` '': all. `branch`: a union of the branch.
CREATE TABLE promise_sources (
  id {{id}}, promise BIGINT NOT NULL REFERENCES promises(id), measure TEXT NOT NULL, dimension TEXT NOT NULL, branch BIGINT REFERENCES organisations(id), weight BIGINT NOT NULL
);
CREATE INDEX promise_sources_promise ON promise_sources(promise);
-- The unions that see to it.
CREATE TABLE promise_unions (promise BIGINT NOT NULL REFERENCES promises(id), org BIGINT NOT NULL REFERENCES organisations(id), UNIQUE (promise, org));
CREATE INDEX promise_unions_org ON promise_unions(org);
CREATE TABLE promise_milestones (id {{id}}, promise BIGINT NOT NULL REFERENCES promises(id), due_on TEXT NOT NULL, amount BIGINT, words TEXT NOT NULL);
CREATE INDEX promise_milestones_promise ON promise_milestones(promise);
-- What was changed after it was published: workers read it.
CREATE TABLE promise_changes (id {{id}}, promise BIGINT NOT NULL REFERENCES promises(id), at BIGINT NOT NULL, account BIGINT, what TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX promise_changes_promise ON promise_changes(promise);
-- A short text with a photo. `stage`: draft, published, withdrawn; somebody else than its writer publishes it.
CREATE TABLE promise_stories (
  id {{id}}, promise BIGINT NOT NULL REFERENCES promises(id), org BIGINT NOT NULL REFERENCES organisations(id), title TEXT NOT NULL, words TEXT NOT NULL, photo BIGINT REFERENCES files(id), alt TEXT NOT NULL,
  stage TEXT NOT NULL, written_by BIGINT, written_at BIGINT NOT NULL, decided_by BIGINT, decided_at BIGINT, form TEXT NOT NULL UNIQUE
);
CREATE INDEX promise_stories_promise ON promise_stories(promise);

-- 佐证记录: work that was done outside the platform. `state`: waiting, confirmed, returned, withdrawn. `amount` in the kind's unit, `people`: how
-- many took part. Only what is confirmed counts.
CREATE TABLE evidences (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), kind TEXT NOT NULL, unit TEXT NOT NULL, what TEXT NOT NULL, done_on TEXT NOT NULL, place TEXT NOT NULL, amount BIGINT NOT NULL,
  people BIGINT NOT NULL, state TEXT NOT NULL, form TEXT NOT NULL UNIQUE, recorded_by BIGINT, recorded_at BIGINT NOT NULL, decided_by BIGINT, decided_at BIGINT, version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX evidences_org ON evidences(org, done_on);
CREATE TABLE evidence_files (id {{id}}, evidence BIGINT NOT NULL REFERENCES evidences(id), file BIGINT NOT NULL REFERENCES files(id));
CREATE INDEX evidence_files_evidence ON evidence_files(evidence);
-- What became of it, in order: record, confirm, return, correct, withdraw.
CREATE TABLE evidence_steps (id {{id}}, evidence BIGINT NOT NULL REFERENCES evidences(id), at BIGINT NOT NULL, account BIGINT, act TEXT NOT NULL, words TEXT NOT NULL);
CREATE INDEX evidence_steps_evidence ON evidence_steps(evidence);
