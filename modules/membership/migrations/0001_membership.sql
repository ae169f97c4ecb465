-- The ways of a membership after joining: transfers, kept memberships, leavings, expulsions, returns.

-- A way (会籍变动) from the asking to the end. `membership` is the one that it began with; `union_id` its union, `to_union` the one that receives.
-- `is_open` 1: the membership has not changed yet. `at_org`: the organisation that has to act; none: the member, or nobody.
-- `cause` is a key of the kind's own list; `details` JSON of what only one kind has.
CREATE TABLE ways (
  id {{id}}, reference TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, state TEXT NOT NULL, is_open BIGINT NOT NULL, person BIGINT NOT NULL REFERENCES people(id), name TEXT NOT NULL,
  membership BIGINT NOT NULL REFERENCES memberships(id), union_id BIGINT NOT NULL REFERENCES unions(id), to_union BIGINT REFERENCES unions(id),
  at_org BIGINT REFERENCES organisations(id), cause TEXT NOT NULL, note TEXT NOT NULL, employer BIGINT REFERENCES employers(id), employer_name TEXT NOT NULL,
  details TEXT NOT NULL, released BIGINT NOT NULL DEFAULT 0, created_at BIGINT NOT NULL, due_on TEXT, ended_at BIGINT, version BIGINT NOT NULL DEFAULT 1
);
-- One at a time: whoever asks again finds the one that is under way.
CREATE UNIQUE INDEX ways_open ON ways(person) WHERE is_open = 1;
CREATE INDEX ways_person ON ways(person);
CREATE INDEX ways_union ON ways(union_id);
CREATE INDEX ways_to ON ways(to_union) WHERE to_union IS NOT NULL;
CREATE INDEX ways_due ON ways(due_on) WHERE ended_at IS NULL;
-- What happened on the way: who, for which organisation, when, why.
CREATE TABLE way_steps (
  id {{id}}, way BIGINT NOT NULL REFERENCES ways(id), act TEXT NOT NULL, reason TEXT NOT NULL, account BIGINT, org BIGINT, at BIGINT NOT NULL
);
CREATE INDEX way_steps_way ON way_steps(way);
