-- Grids with their officers and what is bound to them; pairs of a committee member and a firm with visits; joining at a stand.

-- A grid (网格): an area in words, run by a union (a town's, as a rule).
CREATE TABLE grids (
  id {{id}}, union_id BIGINT NOT NULL REFERENCES unions(id), name TEXT NOT NULL, bounds TEXT NOT NULL, phone TEXT NOT NULL, latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION, created_at BIGINT NOT NULL, closed_at BIGINT, version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX grids_union ON grids(union_id);
-- Who looks after it, from a day to a day; at most one at a time.
CREATE TABLE grid_officers (id {{id}}, grid BIGINT NOT NULL REFERENCES grids(id), account BIGINT NOT NULL REFERENCES accounts(id), from_on TEXT NOT NULL, to_on TEXT);
CREATE UNIQUE INDEX grid_officers_current ON grid_officers(grid) WHERE to_on IS NULL;
-- Unions (with all below them) and employers of the area, from a day to a day.
CREATE TABLE grid_unions (id {{id}}, grid BIGINT NOT NULL REFERENCES grids(id), union_id BIGINT NOT NULL REFERENCES unions(id), from_on TEXT NOT NULL, to_on TEXT);
CREATE UNIQUE INDEX grid_unions_current ON grid_unions(grid, union_id) WHERE to_on IS NULL;
CREATE INDEX grid_unions_union ON grid_unions(union_id);
CREATE TABLE grid_employers (id {{id}}, grid BIGINT NOT NULL REFERENCES grids(id), employer BIGINT NOT NULL REFERENCES employers(id), from_on TEXT NOT NULL, to_on TEXT);
CREATE UNIQUE INDEX grid_employers_current ON grid_employers(grid, employer) WHERE to_on IS NULL;
CREATE INDEX grid_employers_employer ON grid_employers(employer);

-- A pair (结对): somebody of a union's committee and a firm, from a day to a day; of one union one at a time.
CREATE TABLE pairs (
  id {{id}}, union_id BIGINT NOT NULL REFERENCES unions(id), officer BIGINT NOT NULL REFERENCES accounts(id), employer BIGINT NOT NULL REFERENCES employers(id),
  from_on TEXT NOT NULL, to_on TEXT, version BIGINT NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX pairs_current ON pairs(union_id, employer) WHERE to_on IS NULL;
CREATE INDEX pairs_employer ON pairs(employer);
-- What was looked at and asked, what came of it and what is next.
CREATE TABLE visits (
  id {{id}}, pair BIGINT NOT NULL REFERENCES pairs(id), employer BIGINT NOT NULL REFERENCES employers(id), visited_on TEXT NOT NULL, who TEXT NOT NULL, asked TEXT NOT NULL,
  result TEXT NOT NULL, next_step TEXT NOT NULL, photo BIGINT, account BIGINT NOT NULL REFERENCES accounts(id), at BIGINT NOT NULL
);
CREATE INDEX visits_pair ON visits(pair, visited_on);
CREATE INDEX visits_employer ON visits(employer, visited_on);

-- What a phone at a stand sent: its own key makes a second sending the same joining.
CREATE TABLE stand_entries (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), entry_key TEXT NOT NULL, code BIGINT NOT NULL REFERENCES joining_codes(id), joining BIGINT REFERENCES joinings(id),
  taken_at BIGINT NOT NULL, at BIGINT NOT NULL, UNIQUE (account, entry_key)
);
CREATE INDEX stand_entries_code ON stand_entries(code, at);
-- What a firm's visits counted, for the day on which two firms turn out to be one.
CREATE INDEX facts_visits ON facts(dimension, record_id) WHERE measure = 'visits';
