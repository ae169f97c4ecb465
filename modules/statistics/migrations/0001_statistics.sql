-- 建会联系: who talks with an employer that has no union, how far that is. One is open for an employer: `slot` is 0 while it is, then its own id.
CREATE TABLE coverage_contacts (
  id {{id}}, employer BIGINT NOT NULL REFERENCES employers(id), slot BIGINT NOT NULL DEFAULT 0, org BIGINT NOT NULL REFERENCES organisations(id),
  account BIGINT REFERENCES accounts(id), state TEXT NOT NULL, due_on TEXT NOT NULL, given_by BIGINT, given_at BIGINT NOT NULL, closed_at BIGINT,
  version BIGINT NOT NULL DEFAULT 1, UNIQUE (employer, slot)
);
-- state: assigned, contacted, agreed, refused, founded.
CREATE INDEX coverage_contacts_state ON coverage_contacts(state, due_on);
-- What was reported, newest last.
CREATE TABLE coverage_notes (
  id {{id}}, contact BIGINT NOT NULL REFERENCES coverage_contacts(id), at BIGINT NOT NULL, account BIGINT, state TEXT NOT NULL, note TEXT NOT NULL
);
CREATE INDEX coverage_notes_contact ON coverage_notes(contact);
