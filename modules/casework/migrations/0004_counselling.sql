-- Counselling: what was opened in danger, and how many asked. The cases themselves are in `cases`, with `confidential` = 1.

-- A guardian (危机干预员) opened what was told in confidence: until when it stays open to that account, and why.
CREATE TABLE counselling_openings (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), account BIGINT NOT NULL REFERENCES accounts(id), reason_sealed TEXT NOT NULL, at BIGINT NOT NULL, until_at BIGINT NOT NULL
);
CREATE INDEX counselling_openings_case ON counselling_openings(case_id);
-- How many asked a union's counsellors in a month (2026-11), about what. Nothing here leads to a case.
CREATE TABLE counselling_counts (
  org BIGINT NOT NULL REFERENCES organisations(id), month TEXT NOT NULL, topic TEXT NOT NULL, number BIGINT NOT NULL, PRIMARY KEY (org, month, topic)
);
