-- Unions of all levels and kinds, employers, people, memberships, places, joining codes, joinings, rosters.

-- A union; its id is the organisation's. Kinds are the keys of unions/kind.rs, other codes those of the official tables.
CREATE TABLE unions (
  id {{key}} REFERENCES organisations(id), kind TEXT NOT NULL, category TEXT NOT NULL, region TEXT NOT NULL, address TEXT NOT NULL,
  chair TEXT NOT NULL, phone TEXT NOT NULL, seal_name TEXT NOT NULL, founded_on TEXT, term_from TEXT, term_years BIGINT, status TEXT NOT NULL,
  channel TEXT NOT NULL, industry TEXT NOT NULL, prepares_for BIGINT, version BIGINT NOT NULL DEFAULT 1
);
-- `prepares_for`: the employer for whose workers a union in preparation (status 4) is being founded; it becomes theirs when it stands.
CREATE INDEX unions_prepares_for ON unions(prepares_for) WHERE prepares_for IS NOT NULL;
CREATE INDEX unions_region ON unions(region);
CREATE INDEX unions_kind ON unions(kind);
-- The few that are not in their normal state.
CREATE INDEX unions_status ON unions(status) WHERE status <> '1';
-- The groups of workers (货车司机, 快递员 …) that a joint or industry union serves: joining proposes it to them.
CREATE TABLE union_groups (union_id BIGINT NOT NULL REFERENCES unions(id), group_name TEXT NOT NULL, PRIMARY KEY (union_id, group_name));
CREATE INDEX union_groups_name ON union_groups(group_name);
-- What was changed on a union's card: who, when, from what to what (JSON of changed fields).
CREATE TABLE union_changes (id {{id}}, union_id BIGINT NOT NULL REFERENCES unions(id), at BIGINT NOT NULL, account BIGINT, changes TEXT NOT NULL);
CREATE INDEX union_changes_union ON union_changes(union_id);

CREATE TABLE employers (
  id {{id}}, uscc TEXT UNIQUE, name TEXT NOT NULL, nature TEXT NOT NULL, industry TEXT NOT NULL, headcount BIGINT NOT NULL, women BIGINT NOT NULL,
  migrant_workers BIGINT NOT NULL, region TEXT NOT NULL, address TEXT NOT NULL, org BIGINT NOT NULL REFERENCES organisations(id), path {{path}} NOT NULL,
  union_id BIGINT REFERENCES unions(id), updated_at BIGINT NOT NULL, version BIGINT NOT NULL DEFAULT 1,
  merged_into BIGINT REFERENCES employers(id), way BIGINT NOT NULL DEFAULT 0, way_until TEXT,
  section TEXT GENERATED ALWAYS AS (CASE WHEN industry = '' THEN '' WHEN industry < '06' THEN 'A' WHEN industry < '13' THEN 'B' WHEN industry < '44' THEN 'C'
    WHEN industry < '47' THEN 'D' WHEN industry < '51' THEN 'E' WHEN industry < '53' THEN 'F' WHEN industry < '61' THEN 'G' WHEN industry < '63' THEN 'H'
    WHEN industry < '66' THEN 'I' WHEN industry < '70' THEN 'J' WHEN industry < '71' THEN 'K' WHEN industry < '73' THEN 'L' WHEN industry < '76' THEN 'M'
    WHEN industry < '80' THEN 'N' WHEN industry < '83' THEN 'O' WHEN industry < '84' THEN 'P' WHEN industry < '86' THEN 'Q' WHEN industry < '91' THEN 'R'
    WHEN industry < '97' THEN 'S' WHEN industry < 'A' THEN 'T' ELSE SUBSTR(industry, 1, 1) END) STORED
);
-- `way`: how it has a union today (0 none, 1 shared, 2 its own), kept beside what it follows from (employers/ways.rs); `way_until`: the first
-- day on which a coverage or a union that begins or ends may have changed it. `section`: the letter of GB/T 4754.
CREATE INDEX employers_merged ON employers(merged_into) WHERE merged_into IS NOT NULL;
-- `merged_into` is the one that remains: this one then has an empty path, so that it lies in nobody's branch.
-- `org` is the union in whose area the employer lies (its town, or the union that entered it): where it is seen and who sees it.
-- Lists, in their order by the one or the other filter, and the counting of coverage look at indexes alone.
CREATE INDEX employers_path ON employers(path, headcount, id, way, section, nature);
CREATE INDEX employers_size ON employers(headcount, id, way, section, nature, path);
CREATE INDEX employers_way ON employers(way, headcount, id, section, nature, path);
CREATE INDEX employers_section ON employers(section, headcount, id, way, nature, path);
CREATE INDEX employers_nature ON employers(nature, headcount, id, way, section, path);
CREATE INDEX employers_due ON employers(way_until) WHERE way_until IS NOT NULL;
CREATE INDEX employers_union ON employers(union_id);
CREATE INDEX employers_name ON employers(name);
-- A joint or industry union covers employers from a day to a day, beside the tree.
CREATE TABLE coverages (
  id {{id}}, union_id BIGINT NOT NULL REFERENCES unions(id), employer BIGINT NOT NULL REFERENCES employers(id), from_on TEXT NOT NULL, to_on TEXT
);
CREATE INDEX coverages_union ON coverages(union_id);
CREATE INDEX coverages_employer ON coverages(employer);

-- What is known of a person. Sealed: document number, phone, household place. The blind index of the number makes a person exist once.
CREATE TABLE people (
  id {{key}} REFERENCES persons(id), name TEXT NOT NULL, sex TEXT NOT NULL, birth_on TEXT, ethnic TEXT NOT NULL,
  document_kind TEXT NOT NULL, document_sealed TEXT NOT NULL, document_index TEXT NOT NULL UNIQUE, phone_sealed TEXT, phone_index TEXT,
  phone_checked BIGINT NOT NULL DEFAULT 0, education TEXT NOT NULL, skill TEXT NOT NULL, work_status TEXT NOT NULL, political TEXT NOT NULL,
  household TEXT NOT NULL, household_place_sealed TEXT, native_place TEXT NOT NULL, migrant TEXT NOT NULL, employer BIGINT REFERENCES employers(id),
  employer_name TEXT NOT NULL, photo BIGINT, updated_at BIGINT NOT NULL, version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX people_phone ON people(phone_index);
-- What is new or was changed since: for those who look for duplicates.
CREATE INDEX people_updated ON people(updated_at, id);
CREATE INDEX people_employer ON people(employer);
-- Groups of workers a person belongs to, from a day to a day; names are those of the lists in the settings.
CREATE TABLE person_groups (id {{id}}, person BIGINT NOT NULL REFERENCES people(id), group_name TEXT NOT NULL, from_on TEXT NOT NULL, to_on TEXT);
CREATE INDEX person_groups_person ON person_groups(person);
-- The sets of groups that people are in (|快递员|货车司机|), each once: beside a membership stands the number of its person's.
CREATE TABLE group_sets (id {{id}}, names TEXT NOT NULL UNIQUE);

-- 会籍: at most one that is current (active or kept) per person. `path` is the union's, kept beside it for lists.
CREATE TABLE memberships (
  id {{id}}, person BIGINT NOT NULL REFERENCES people(id), union_id BIGINT NOT NULL REFERENCES unions(id), path {{path}} NOT NULL, state TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE, joined_on TEXT NOT NULL, ended_on TEXT, source TEXT NOT NULL, batch BIGINT NOT NULL DEFAULT 0, name TEXT NOT NULL,
  sex TEXT NOT NULL DEFAULT '', unchecked BIGINT NOT NULL DEFAULT 0, group_set BIGINT NOT NULL DEFAULT 0, employer BIGINT REFERENCES employers(id),
  version BIGINT NOT NULL DEFAULT 1
);
-- `name`, `sex`, `unchecked` (has a phone that nobody checked), `employer` and `group_set` (0: in no group) are the person's, kept beside for
-- lists: their indexes answer every filter without a look at the rows. Those in the order of days hold the union instead of the path: a branch
-- that moves leaves them alone, else each of its members would touch a page of its own.
CREATE UNIQUE INDEX memberships_current ON memberships(person) WHERE state <> 'ended';
CREATE INDEX memberships_person ON memberships(person);
CREATE INDEX memberships_joined ON memberships(joined_on, id, union_id, state, batch, sex, unchecked, group_set);
CREATE INDEX memberships_path ON memberships(path, joined_on, id, state, batch, sex, unchecked, group_set);
-- Those of one group, in a branch and in the order of days, and those of one employer.
CREATE INDEX memberships_groups ON memberships(group_set, path, joined_on, id, state, batch, sex, unchecked) WHERE group_set <> 0;
CREATE INDEX memberships_sets ON memberships(group_set, joined_on, id, union_id, state, batch, sex, unchecked) WHERE group_set <> 0;
CREATE INDEX memberships_employer ON memberships(employer, joined_on, id, union_id, state, batch, sex, unchecked, group_set) WHERE employer IS NOT NULL;
-- The few that are kept or ended, in the order of lists and by branch.
CREATE INDEX memberships_state ON memberships(state, joined_on, id, union_id, batch, sex, unchecked, group_set) WHERE state <> 'active';
CREATE INDEX memberships_state_path ON memberships(state, path, joined_on, id, batch, sex, unchecked, group_set) WHERE state <> 'active';
CREATE INDEX memberships_batch ON memberships(batch, joined_on, id) WHERE batch <> 0;
-- Each change of a membership with its official code and reason (会籍变化类型, 会籍变化原因).
CREATE TABLE membership_events (
  id {{id}}, membership BIGINT NOT NULL REFERENCES memberships(id), person BIGINT NOT NULL, union_id BIGINT NOT NULL, change TEXT NOT NULL, reason TEXT NOT NULL,
  on_day TEXT NOT NULL, note TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL,
  -- Groups of workers that the person was in when it began (|货车司机|快递员|).
  group_names TEXT NOT NULL DEFAULT ''
);
CREATE INDEX membership_events_membership ON membership_events(membership, id);
CREATE INDEX membership_events_person ON membership_events(person);
-- Ties to an industry federation or a station: dated, never a membership.
CREATE TABLE affiliations (
  id {{id}}, person BIGINT NOT NULL REFERENCES people(id), union_id BIGINT NOT NULL REFERENCES unions(id), from_on TEXT NOT NULL, to_on TEXT, source TEXT NOT NULL
);
CREATE INDEX affiliations_person ON affiliations(person);
CREATE INDEX affiliations_union ON affiliations(union_id);

-- Where joining happens: stations, drivers' homes, car parks, contests.
CREATE TABLE places (
  id {{id}}, union_id BIGINT NOT NULL REFERENCES unions(id), kind TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL, latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION, hours TEXT NOT NULL DEFAULT '', hours_note TEXT NOT NULL DEFAULT '', created_at BIGINT NOT NULL, closed_at BIGINT,
  version BIGINT NOT NULL DEFAULT 1
);
-- `hours`: eight lists of minutes from midnight, Monday to Sunday and public holidays ("480-1200;…"); empty: nobody has entered any.
CREATE INDEX places_union ON places(union_id);
-- A standard that a place was found to meet: which, when, by whom (in words); ended when it no longer does.
CREATE TABLE place_standards (
  id {{id}}, place BIGINT NOT NULL REFERENCES places(id), standard TEXT NOT NULL, accepted_on TEXT NOT NULL, accepted_by TEXT NOT NULL,
  account BIGINT, at BIGINT NOT NULL, ended_on TEXT
);
CREATE INDEX place_standards_place ON place_standards(place);
-- Codes for many places that were made and are printed as one job.
CREATE TABLE code_prints (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), purpose TEXT NOT NULL, design TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL
);
CREATE INDEX code_prints_org ON code_prints(org);
-- `code` is written without its hyphen (BHK7M3Q for BH-K7M3Q); a headline is two lines.
CREATE TABLE joining_codes (
  id {{id}}, code TEXT NOT NULL UNIQUE, union_id BIGINT NOT NULL REFERENCES unions(id), place BIGINT REFERENCES places(id), purpose TEXT NOT NULL,
  headline TEXT NOT NULL, group_name TEXT NOT NULL, valid_from TEXT NOT NULL, valid_to TEXT, created_by BIGINT, created_at BIGINT NOT NULL, revoked_at BIGINT,
  print BIGINT REFERENCES code_prints(id)
);
CREATE INDEX joining_codes_union ON joining_codes(union_id);
CREATE INDEX joining_codes_place ON joining_codes(place);
CREATE INDEX joining_codes_print ON joining_codes(print) WHERE print IS NOT NULL;

-- Numbers that are read out where a card can't be scanned; each holds for a minute. Wrong ones are counted, so that guessing ends soon.
CREATE TABLE card_numbers (id {{id}}, number_index TEXT NOT NULL UNIQUE, membership BIGINT NOT NULL REFERENCES memberships(id), number_sealed TEXT NOT NULL, expires_at BIGINT NOT NULL);
CREATE INDEX card_numbers_membership ON card_numbers(membership);
CREATE TABLE card_number_misses (id {{id}}, at BIGINT NOT NULL);

-- An application to join. What the applicant wrote about himself is sealed as one text; lists show name and masks.
CREATE TABLE joinings (
  id {{id}}, reference TEXT NOT NULL UNIQUE, account BIGINT NOT NULL REFERENCES accounts(id), name TEXT NOT NULL, document_index TEXT NOT NULL,
  form_sealed TEXT NOT NULL, union_id BIGINT NOT NULL REFERENCES unions(id), path {{path}} NOT NULL, employer BIGINT REFERENCES employers(id),
  employer_name TEXT NOT NULL, group_name TEXT NOT NULL, reasons TEXT NOT NULL, code BIGINT REFERENCES joining_codes(id), undecided BIGINT NOT NULL,
  signature BIGINT, state TEXT NOT NULL, submitted_at BIGINT NOT NULL, due_on TEXT NOT NULL, membership BIGINT, version BIGINT NOT NULL DEFAULT 1
);
-- state: waiting, returned (to be mended), approved, refused, withdrawn. `undecided` 1: the county is to name the union.
CREATE INDEX joinings_account ON joinings(account);
CREATE INDEX joinings_membership ON joinings(membership) WHERE membership IS NOT NULL;
CREATE INDEX joinings_path ON joinings(path, state);
-- The two orders of the list.
CREATE INDEX joinings_due ON joinings(state, due_on, id);
CREATE INDEX joinings_state ON joinings(state, id);
CREATE UNIQUE INDEX joinings_open ON joinings(document_index) WHERE state IN ('waiting', 'returned');
CREATE UNIQUE INDEX joinings_open_account ON joinings(account) WHERE state IN ('waiting', 'returned');
CREATE TABLE joining_decisions (
  id {{id}}, joining BIGINT NOT NULL REFERENCES joinings(id), decision TEXT NOT NULL, reason TEXT NOT NULL, account BIGINT, org BIGINT, at BIGINT NOT NULL
);
CREATE INDEX joining_decisions_joining ON joining_decisions(joining);
-- Federations to which the applicant wants to be tied when approved.
CREATE TABLE joining_affiliations (joining BIGINT NOT NULL REFERENCES joinings(id), union_id BIGINT NOT NULL REFERENCES unions(id), PRIMARY KEY (joining, union_id));

-- A roster that was uploaded: checked rows are kept sealed in chunks until confirmed and for the time in which it can be undone.
CREATE TABLE imports (
  id {{id}}, union_id BIGINT NOT NULL REFERENCES unions(id), path {{path}} NOT NULL, file_name TEXT NOT NULL, state TEXT NOT NULL, account BIGINT, uploaded_at BIGINT NOT NULL,
  checked_ms BIGINT NOT NULL, rows BIGINT NOT NULL, fresh BIGINT NOT NULL, changed BIGINT NOT NULL, unchanged BIGINT NOT NULL, wrong BIGINT NOT NULL,
  faults TEXT NOT NULL, batch BIGINT, confirmed_at BIGINT, confirmed_by BIGINT, undone_at BIGINT, progress BIGINT NOT NULL DEFAULT 0
);
-- state: checked, writing, done, undone, dropped, failed.
CREATE INDEX imports_path ON imports(path, id);
CREATE TABLE import_chunks (id {{id}}, import BIGINT NOT NULL REFERENCES imports(id), verdict TEXT NOT NULL, seq BIGINT NOT NULL, rows BIGINT NOT NULL, sealed TEXT NOT NULL, UNIQUE (import, verdict, seq));
-- What a confirmed import changed, for undoing: the person's version afterwards and the sealed former values (empty: the row was new).
CREATE TABLE import_changes (
  id {{id}}, import BIGINT NOT NULL REFERENCES imports(id), row_number BIGINT NOT NULL, person BIGINT NOT NULL, membership BIGINT NOT NULL, version BIGINT NOT NULL, before_sealed TEXT NOT NULL
);
CREATE INDEX import_changes_import ON import_changes(import);

-- Saved views of the console's lists: an address under a name, for who saved it or for all who hold a post at the same organisation.
CREATE TABLE list_views (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), org BIGINT NOT NULL REFERENCES organisations(id), list TEXT NOT NULL, name TEXT NOT NULL,
  address TEXT NOT NULL, shared BIGINT NOT NULL, created_at BIGINT NOT NULL
);
CREATE INDEX list_views_org ON list_views(org, list);
-- The view with which a list opens for somebody in the name of an organisation.
CREATE TABLE list_first_views (
  account BIGINT NOT NULL REFERENCES accounts(id), org BIGINT NOT NULL, list TEXT NOT NULL, view BIGINT NOT NULL REFERENCES list_views(id),
  PRIMARY KEY (account, org, list)
);
CREATE INDEX list_first_views_view ON list_first_views(view);
-- Lists taken out as workbooks. The file lies in sealed pieces under `location` until it is erased. state: waiting, writing, done, failed, erased.
CREATE TABLE list_exports (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), org BIGINT NOT NULL REFERENCES organisations(id), list TEXT NOT NULL, address TEXT NOT NULL,
  name TEXT NOT NULL, state TEXT NOT NULL, rows BIGINT NOT NULL DEFAULT 0, expected BIGINT, location TEXT NOT NULL, pieces BIGINT NOT NULL DEFAULT 0,
  size BIGINT NOT NULL DEFAULT 0, fault TEXT NOT NULL DEFAULT '', asked_at BIGINT NOT NULL, done_at BIGINT
);
CREATE INDEX list_exports_account ON list_exports(account, id);
CREATE INDEX list_exports_kept ON list_exports(done_at) WHERE state = 'done';
-- One act on many members. `chosen` is a JSON list of memberships, empty where `address` says which. state: working, done, undoing, undone.
CREATE TABLE bulk_acts (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), account BIGINT REFERENCES accounts(id), kind TEXT NOT NULL,
  title TEXT NOT NULL, details TEXT NOT NULL, address TEXT NOT NULL, chosen TEXT NOT NULL, state TEXT NOT NULL, cursor TEXT NOT NULL DEFAULT '',
  expected BIGINT NOT NULL, changed BIGINT NOT NULL DEFAULT 0, left_out BIGINT NOT NULL DEFAULT 0, undone BIGINT NOT NULL DEFAULT 0,
  begun_at BIGINT NOT NULL, done_at BIGINT, undone_at BIGINT
);
CREATE INDEX bulk_acts_org ON bulk_acts(org, id);
-- What it did to whom; `made` is what it made or what was before. With a reason: left out, or (after the undoing) left as it is.
CREATE TABLE bulk_rows (
  id {{id}}, act BIGINT NOT NULL REFERENCES bulk_acts(id), membership BIGINT NOT NULL, person BIGINT NOT NULL, version BIGINT NOT NULL, made BIGINT NOT NULL,
  reason TEXT NOT NULL
);
CREATE INDEX bulk_rows_act ON bulk_rows(act, id);
CREATE INDEX bulk_rows_membership ON bulk_rows(membership);
