-- Counts of which small ones are hidden, as they were given out once (decision 109): a period is "2026-Q3" or "2026". Dimension '' is the total;
-- a negative organisation is what that one counted itself, beside what is below it.
CREATE TABLE small_periods (
  measure TEXT NOT NULL, period TEXT NOT NULL, least BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (measure, period)
);
CREATE TABLE small_counts (
  measure TEXT NOT NULL, period TEXT NOT NULL, org BIGINT NOT NULL, dimension TEXT NOT NULL, parent BIGINT NOT NULL, amount BIGINT NOT NULL,
  hidden BIGINT NOT NULL, PRIMARY KEY (measure, period, org, dimension)
);

-- 报表模板: the Excel form (made here, or as it came), its sheets as a grid, and what its cells are bound to.
CREATE TABLE report_forms (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), name TEXT NOT NULL, rhythm TEXT NOT NULL, file BIGINT NOT NULL REFERENCES files(id),
  grid TEXT NOT NULL, bindings TEXT NOT NULL, checks TEXT NOT NULL, made_by BIGINT, made_at BIGINT NOT NULL, ended_at BIGINT, version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX report_forms_org ON report_forms(org);
-- A form that an upper union opened to unions below.
CREATE TABLE report_rounds (
  id {{id}}, form BIGINT NOT NULL REFERENCES report_forms(id), org BIGINT NOT NULL REFERENCES organisations(id), period TEXT NOT NULL, due_on TEXT NOT NULL,
  opened_by BIGINT, opened_at BIGINT NOT NULL, UNIQUE (form, org, period)
);
-- 报表: a form filled by a union for a period. state: open, signed, frozen. Values stand from the signature on and never change once frozen.
CREATE TABLE reports (
  id {{id}}, form BIGINT NOT NULL REFERENCES report_forms(id), org BIGINT NOT NULL REFERENCES organisations(id), period TEXT NOT NULL, round BIGINT REFERENCES report_rounds(id),
  state TEXT NOT NULL, opened_at BIGINT NOT NULL, signed_by BIGINT, signed_at BIGINT, frozen_by BIGINT, frozen_at BIGINT, as_of TEXT,
  last_fact BIGINT NOT NULL DEFAULT 0, bindings TEXT, checks TEXT, file BIGINT, grid TEXT, reminded_at BIGINT, version BIGINT NOT NULL DEFAULT 1, UNIQUE (form, org, period)
);
CREATE INDEX reports_org ON reports(org);
CREATE INDEX reports_round ON reports(round);
-- Signed and frozen figures with what was counted.
CREATE TABLE report_values (
  report BIGINT NOT NULL REFERENCES reports(id), cell TEXT NOT NULL, org BIGINT NOT NULL, measure TEXT NOT NULL, dimension TEXT NOT NULL,
  from_on TEXT NOT NULL, to_on TEXT NOT NULL, shown TEXT NOT NULL, number DOUBLE PRECISION, statement TEXT NOT NULL, PRIMARY KEY (report, cell)
);
CREATE INDEX report_values_figure ON report_values(org, measure, to_on);
-- What is written: narratives of cells (kind text), evidenced records (evidence), reasons for a change against last year (change) and for what changed after the freeze (later).
CREATE TABLE report_texts (
  report BIGINT NOT NULL REFERENCES reports(id), cell TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, record BIGINT, account BIGINT, at BIGINT NOT NULL,
  PRIMARY KEY (report, cell, kind)
);
