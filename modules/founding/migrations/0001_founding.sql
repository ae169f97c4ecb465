-- Unions on their way from the request to the seal, their elections, committees and terms, and how they end.

-- A union that is being founded (建会). `upper` answers; `union_id` is the union in preparation from the approval on.
-- asked_by: workers, employer, officer. stage: asked, refused, withdrawn, preparing, founded, ended. What is known of the election stands there.
CREATE TABLE foundings (
  id {{id}}, reference TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, union_name TEXT NOT NULL, category TEXT NOT NULL, region TEXT NOT NULL, address TEXT NOT NULL,
  employer BIGINT REFERENCES employers(id), employer_name TEXT NOT NULL, head_name TEXT NOT NULL, headcount BIGINT NOT NULL, asked_by TEXT NOT NULL,
  account BIGINT NOT NULL REFERENCES accounts(id), contact_name TEXT NOT NULL, contact_sealed TEXT NOT NULL, contact_index TEXT NOT NULL, note TEXT NOT NULL,
  upper_id BIGINT NOT NULL REFERENCES unions(id), union_id BIGINT REFERENCES unions(id), code BIGINT REFERENCES joining_codes(id), stage TEXT NOT NULL,
  asked_at BIGINT NOT NULL, due_on TEXT NOT NULL, decided_on TEXT, reason TEXT NOT NULL DEFAULT '', founded_on TEXT, version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX foundings_upper ON foundings(upper_id);
CREATE INDEX foundings_union ON foundings(union_id);
CREATE INDEX foundings_contact ON foundings(contact_index);
-- One way at a time for one workplace: a second request is shown the first.
CREATE UNIQUE INDEX foundings_open ON foundings(employer_name) WHERE stage IN ('asked', 'preparing');

-- The preparatory group (筹备组): three to five, one of them its leader. Who left stays, with the day.
CREATE TABLE founding_group (
  id {{id}}, founding BIGINT NOT NULL REFERENCES foundings(id), name TEXT NOT NULL, job TEXT NOT NULL, phone_sealed TEXT NOT NULL, phone_index TEXT NOT NULL,
  leader BIGINT NOT NULL, from_on TEXT NOT NULL, to_on TEXT, why_left TEXT NOT NULL DEFAULT ''
);
CREATE INDEX founding_group_founding ON founding_group(founding);
CREATE INDEX founding_group_phone ON founding_group(phone_index);
CREATE UNIQUE INDEX founding_group_once ON founding_group(founding, phone_index) WHERE to_on IS NULL;

-- An election of a union's committees. purpose: founding, renewal, by_election. state: open, returned, reported, approved, dropped.
-- form: assembly (会员大会), delegates (会员代表大会). entitled: how many should attend.
CREATE TABLE elections (
  id {{id}}, union_id BIGINT NOT NULL REFERENCES unions(id), founding BIGINT REFERENCES foundings(id), purpose TEXT NOT NULL, state TEXT NOT NULL,
  form TEXT NOT NULL, held_on TEXT, place TEXT NOT NULL, entitled BIGINT NOT NULL, present BIGINT, seats BIGINT NOT NULL, audit_seats BIGINT NOT NULL,
  term_years BIGINT NOT NULL, tellers TEXT NOT NULL DEFAULT '', chair_sealed TEXT, reported_on TEXT, due_on TEXT, answered_on TEXT, reason TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL, version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX elections_union ON elections(union_id);
CREATE INDEX elections_founding ON elections(founding);
CREATE UNIQUE INDEX elections_open ON elections(union_id) WHERE state IN ('open', 'returned', 'reported');
-- committee: committee, audit, women. relation: none, or how close to the head of the enterprise. outcome: '', elected, not, tied.
CREATE TABLE election_candidates (
  id {{id}}, election BIGINT NOT NULL REFERENCES elections(id), committee TEXT NOT NULL, name TEXT NOT NULL, sex TEXT NOT NULL, job TEXT NOT NULL,
  membership BIGINT NOT NULL REFERENCES memberships(id), votes BIGINT, outcome TEXT NOT NULL DEFAULT '', office TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX election_candidates_once ON election_candidates(election, committee, membership);
CREATE TABLE election_ballots (
  election BIGINT NOT NULL REFERENCES elections(id), committee TEXT NOT NULL, issued BIGINT NOT NULL, returned BIGINT NOT NULL, valid BIGINT NOT NULL,
  PRIMARY KEY (election, committee)
);

-- Who sits or sat in a union's committees. office: chair, vice, women, head, member.
CREATE TABLE committee_seats (
  id {{id}}, union_id BIGINT NOT NULL REFERENCES unions(id), committee TEXT NOT NULL, office TEXT NOT NULL, name TEXT NOT NULL, sex TEXT NOT NULL, job TEXT NOT NULL,
  membership BIGINT, election BIGINT REFERENCES elections(id), from_on TEXT NOT NULL, to_on TEXT NOT NULL, left_on TEXT, why_left TEXT NOT NULL DEFAULT ''
);
CREATE INDEX committee_seats_union ON committee_seats(union_id);
-- How many seats the last full election gave a committee.
CREATE TABLE committee_sizes (union_id BIGINT NOT NULL REFERENCES unions(id), committee TEXT NOT NULL, seats BIGINT NOT NULL, PRIMARY KEY (union_id, committee));

-- Whose end of term was put on the desk already.
CREATE TABLE term_reminders (union_id BIGINT NOT NULL REFERENCES unions(id), term_from TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (union_id, term_from));
-- A later end of a term that the upper union granted.
CREATE TABLE term_postponements (
  id {{id}}, union_id BIGINT NOT NULL REFERENCES unions(id), term_from TEXT NOT NULL, until TEXT NOT NULL, reason TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL
);
CREATE INDEX term_postponements_union ON term_postponements(union_id);

-- A union that ends. way: joined, kept. state: running, done. In slices where many belong to it; `moved` says how far.
CREATE TABLE closings (
  id {{id}}, union_id BIGINT NOT NULL UNIQUE REFERENCES unions(id), successor BIGINT NOT NULL REFERENCES unions(id), way TEXT NOT NULL, on_day TEXT NOT NULL,
  reason TEXT NOT NULL, account BIGINT, was TEXT NOT NULL, state TEXT NOT NULL, members BIGINT NOT NULL, moved BIGINT NOT NULL DEFAULT 0, at BIGINT NOT NULL
);
CREATE INDEX closings_successor ON closings(successor);
