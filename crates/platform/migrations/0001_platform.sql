-- What every module stands on. {{id}}, {{key}} and {{path}} are the words that differ between the databases (see db/migrate.rs).

-- The tree of organisations; a path is "/1/5/27/", own id last.
CREATE TABLE organisations (
  id {{id}}, parent BIGINT REFERENCES organisations(id), path {{path}} NOT NULL UNIQUE, name TEXT NOT NULL,
  opened_on TEXT NOT NULL, closed_on TEXT
);
CREATE INDEX organisations_parent ON organisations(parent);
-- Where a branch hung before: history of the tree.
CREATE TABLE organisation_moves (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), from_parent BIGINT, to_parent BIGINT, moved_on TEXT NOT NULL,
  account BIGINT, reason TEXT NOT NULL, at BIGINT NOT NULL,
  -- 1: the figures of the time before went along.
  past BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX organisation_moves_org ON organisation_moves(org);
-- Under whom figures of an organisation are counted, itself included: from the day `since` on, before the day `until` (tree/lines.rs).
-- `shift` is other than 0 only inside the act of a move: what the sums above lose (-1) and gain (1).
CREATE TABLE organisation_lines (
  org BIGINT NOT NULL, ancestor BIGINT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL, shift BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org, ancestor, since, shift)
)
-- only sqlite
WITHOUT ROWID
-- end
;
CREATE INDEX organisation_lines_below ON organisation_lines(ancestor, org);
CREATE INDEX organisation_lines_shifting ON organisation_lines(org) WHERE shift <> 0;

-- A human being, once. `merged_into` points to the one that remains.
CREATE TABLE persons (id {{id}}, name TEXT NOT NULL, merged_into BIGINT REFERENCES persons(id));
CREATE INDEX persons_merged ON persons(merged_into) WHERE merged_into IS NOT NULL;

-- Who can sign in. The phone is sealed; its blind index finds it.
CREATE TABLE accounts (
  id {{id}}, person BIGINT REFERENCES persons(id), name TEXT NOT NULL, phone_index TEXT NOT NULL UNIQUE, phone_sealed TEXT NOT NULL,
  password TEXT, created_at BIGINT NOT NULL, blocked_at BIGINT, blocked_reason TEXT NOT NULL DEFAULT '', opened_at BIGINT,
  totp_sealed TEXT, totp_since BIGINT, totp_step BIGINT
);
-- For the day on which the phone with the second factor is lost; each works once.
CREATE TABLE recovery_codes (id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), code_hash TEXT NOT NULL, used_at BIGINT);
CREATE INDEX recovery_codes_account ON recovery_codes(account);
-- Who an account is at the organisation's own provider (OIDC).
CREATE TABLE identities (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), issuer TEXT NOT NULL, subject TEXT NOT NULL, tied_at BIGINT NOT NULL,
  UNIQUE (issuer, subject), UNIQUE (account, issuer)
);
-- Changes of the master key; and which keys each running server says that it holds meanwhile.
CREATE TABLE key_rotations (
  id {{id}}, former TEXT NOT NULL, fresh TEXT NOT NULL, started_at BIGINT NOT NULL, part TEXT NOT NULL DEFAULT '', after_id BIGINT NOT NULL DEFAULT 0,
  finished_at BIGINT
);
CREATE TABLE key_nodes (node TEXT PRIMARY KEY, ids TEXT NOT NULL, seen_at BIGINT NOT NULL);
CREATE INDEX accounts_person ON accounts(person);
CREATE TABLE sessions (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), token_hash TEXT NOT NULL UNIQUE, post BIGINT, device TEXT NOT NULL,
  created_at BIGINT NOT NULL, seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, revoked_at BIGINT, second_at BIGINT
);
CREATE INDEX sessions_account ON sessions(account);
CREATE TABLE sign_in_codes (
  id {{id}}, phone_index TEXT NOT NULL, code_hash TEXT NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0, used_at BIGINT
);
CREATE INDEX sign_in_codes_phone ON sign_in_codes(phone_index, created_at);
-- Wrong passwords and the like, for limits.
CREATE TABLE sign_in_failures (id {{id}}, phone_index TEXT NOT NULL, at BIGINT NOT NULL);
CREATE INDEX sign_in_failures_phone ON sign_in_failures(phone_index, at);

-- A post: a role at one organisation, holding below it, from a date to a date.
CREATE TABLE posts (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), org BIGINT NOT NULL REFERENCES organisations(id), role TEXT NOT NULL,
  title TEXT NOT NULL, starts_on TEXT NOT NULL, ends_on TEXT, given_by BIGINT, given_at BIGINT NOT NULL
);
CREATE INDEX posts_account ON posts(account);
CREATE INDEX posts_org ON posts(org, role);
CREATE TABLE invitations (
  id {{id}}, token_hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, phone_index TEXT NOT NULL, phone_sealed TEXT NOT NULL,
  org BIGINT NOT NULL REFERENCES organisations(id), role TEXT NOT NULL, title TEXT NOT NULL, starts_on TEXT NOT NULL, ends_on TEXT,
  given_by BIGINT, given_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT, revoked_at BIGINT
);
CREATE INDEX invitations_org ON invitations(org);
-- A form whose session was lost while it was sent: kept sealed for an hour, offered again after signing in.
CREATE TABLE held_forms (id {{id}}, token_hash TEXT NOT NULL UNIQUE, target TEXT NOT NULL, body_sealed TEXT NOT NULL, expires_at BIGINT NOT NULL);

-- Acts and readings. Rows are inserted at once and chained later, segment by segment (audit/mod.rs).
CREATE TABLE audit_entries (
  id {{id}}, at BIGINT NOT NULL, account BIGINT, org BIGINT, act TEXT NOT NULL, object TEXT NOT NULL, object_id BIGINT NOT NULL,
  person BIGINT, reason TEXT NOT NULL, detail TEXT NOT NULL, segment BIGINT
);
CREATE INDEX audit_entries_person ON audit_entries(person, at) WHERE person IS NOT NULL;
CREATE INDEX audit_entries_object ON audit_entries(object, object_id);
CREATE INDEX audit_entries_unsealed ON audit_entries(id) WHERE segment IS NULL;
CREATE INDEX audit_entries_org ON audit_entries(org, id);
CREATE TABLE audit_segments (id {{key}}, first BIGINT NOT NULL, last BIGINT NOT NULL, entries BIGINT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL, sealed_at BIGINT NOT NULL);

CREATE TABLE settings (
  id {{id}}, key TEXT NOT NULL, region TEXT NOT NULL, from_on TEXT NOT NULL, value TEXT NOT NULL, set_by BIGINT, set_at BIGINT NOT NULL,
  UNIQUE (key, region, from_on)
);

-- A large write in slices: what it adds is seen once `visible_at` is set, all at the same moment.
CREATE TABLE batches (id {{id}}, made_at BIGINT NOT NULL, visible_at BIGINT);
CREATE INDEX batches_hidden ON batches(id) WHERE visible_at IS NULL;

-- One row for each thing counted; `rolled` ones are already inside fact_days (or fact_batch_days, while their batch is hidden).
CREATE TABLE facts (
  id {{id}}, measure TEXT NOT NULL, org BIGINT NOT NULL, day TEXT NOT NULL, dimension TEXT NOT NULL, amount BIGINT NOT NULL,
  record TEXT NOT NULL, record_id BIGINT NOT NULL, rolled BIGINT NOT NULL DEFAULT 0
);
-- All that a reading adds: it needn't look for the rows.
CREATE INDEX facts_open ON facts(measure, org, day, dimension, amount) WHERE rolled = 0;
CREATE INDEX facts_unfolded ON facts(id) WHERE rolled = 0;
CREATE INDEX facts_folding ON facts(id) WHERE rolled = 2;
CREATE TABLE fact_days (
  org BIGINT NOT NULL, measure TEXT NOT NULL, day TEXT NOT NULL, dimension TEXT NOT NULL, amount BIGINT NOT NULL,
  PRIMARY KEY (org, measure, day, dimension)
)
-- only sqlite
-- The key is the table: a sum reads one run of it.
WITHOUT ROWID
-- end
;
-- The same of all that was counted below an organisation, not at itself: the sum of a branch is one run of each.
CREATE TABLE fact_branch_days (
  org BIGINT NOT NULL, measure TEXT NOT NULL, day TEXT NOT NULL, dimension TEXT NOT NULL, amount BIGINT NOT NULL,
  PRIMARY KEY (org, measure, day, dimension)
)
-- only sqlite
WITHOUT ROWID
-- end
;
CREATE TABLE fact_branch_months (
  org BIGINT NOT NULL, measure TEXT NOT NULL, month TEXT NOT NULL, dimension TEXT NOT NULL, amount BIGINT NOT NULL,
  PRIMARY KEY (org, measure, month, dimension)
)
-- only sqlite
WITHOUT ROWID
-- end
;

-- What a hidden batch counts: goes to fact_days when the batch is made visible.
CREATE TABLE fact_batch_days (
  batch BIGINT NOT NULL REFERENCES batches(id), measure TEXT NOT NULL, org BIGINT NOT NULL, day TEXT NOT NULL, dimension TEXT NOT NULL, amount BIGINT NOT NULL,
  PRIMARY KEY (batch, measure, org, day, dimension)
)
-- only sqlite
WITHOUT ROWID
-- end
;

-- What waits for whom until when.
CREATE TABLE tasks (
  id {{id}}, kind TEXT NOT NULL, org BIGINT NOT NULL REFERENCES organisations(id), level_org BIGINT NOT NULL REFERENCES organisations(id),
  title TEXT NOT NULL, detail TEXT NOT NULL, origin TEXT NOT NULL, subject TEXT NOT NULL, subject_id BIGINT NOT NULL, link TEXT NOT NULL,
  rule_days BIGINT NOT NULL, from_on TEXT NOT NULL, due_on TEXT NOT NULL, provisional BIGINT NOT NULL, escalate_on TEXT NOT NULL, around BIGINT,
  created_at BIGINT NOT NULL, done_at BIGINT, done_by BIGINT, outcome TEXT
);
-- The kind second: the side bar counts them on every page.
CREATE INDEX tasks_open ON tasks(level_org, kind, due_on) WHERE done_at IS NULL;
CREATE INDEX tasks_due ON tasks(escalate_on, id) WHERE done_at IS NULL;
CREATE INDEX tasks_subject ON tasks(subject, subject_id);
CREATE TABLE task_escalations (
  id {{id}}, task BIGINT NOT NULL REFERENCES tasks(id), from_org BIGINT NOT NULL, to_org BIGINT NOT NULL, at BIGINT NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX task_escalations_task ON task_escalations(task);

-- A person's file: what each module adds to the life of a person.
CREATE TABLE records (
  id {{id}}, person BIGINT NOT NULL REFERENCES persons(id), on_day TEXT NOT NULL, module TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
  detail TEXT NOT NULL, link TEXT NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX records_person ON records(person, on_day);

CREATE TABLE notices (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), title TEXT NOT NULL, body TEXT NOT NULL, link TEXT NOT NULL, at BIGINT NOT NULL, read_at BIGINT
);
CREATE INDEX notices_account ON notices(account, id);
-- What was told of somebody is found again by its page.
CREATE INDEX notices_link ON notices(link);
-- What leaves the program: sent by a job, in the act's own transaction.
CREATE TABLE outbox (
  id {{id}}, channel TEXT NOT NULL, phone_index TEXT NOT NULL, to_sealed TEXT NOT NULL, body_sealed TEXT NOT NULL, at BIGINT NOT NULL,
  sent_at BIGINT, tries BIGINT NOT NULL DEFAULT 0, fault TEXT
);
CREATE INDEX outbox_phone ON outbox(phone_index);
CREATE INDEX outbox_waiting ON outbox(id) WHERE sent_at IS NULL;

CREATE TABLE files (
  id {{id}}, name TEXT NOT NULL, mime TEXT NOT NULL, size BIGINT NOT NULL, sha256 TEXT NOT NULL, location TEXT NOT NULL, person BIGINT, org BIGINT,
  account BIGINT, at BIGINT NOT NULL, deleted_at BIGINT
);

CREATE TABLE jobs (
  id {{id}}, kind TEXT NOT NULL, args TEXT NOT NULL, run_at BIGINT NOT NULL, leased_until BIGINT NOT NULL DEFAULT 0, tries BIGINT NOT NULL DEFAULT 0,
  fault TEXT, done_at BIGINT
);
CREATE INDEX jobs_waiting ON jobs(run_at) WHERE done_at IS NULL;

-- Consent by purpose, given and withdrawn by the person (个人信息保护法 14, 15).
CREATE TABLE consents (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), purpose TEXT NOT NULL, wording TEXT NOT NULL, given_at BIGINT NOT NULL, withdrawn_at BIGINT
);
CREATE INDEX consents_account ON consents(account);

-- What a person says is wrong about him or her, and what the union answered.
CREATE TABLE corrections (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), person BIGINT NOT NULL REFERENCES persons(id), org BIGINT NOT NULL REFERENCES organisations(id),
  field TEXT NOT NULL, old_sealed TEXT NOT NULL, new_sealed TEXT NOT NULL, reason TEXT NOT NULL, at BIGINT NOT NULL, due_on TEXT NOT NULL,
  decided_at BIGINT, decided_by BIGINT, outcome TEXT, answer TEXT NOT NULL DEFAULT ''
);
CREATE INDEX corrections_account ON corrections(account);
CREATE INDEX corrections_org ON corrections(org);
-- What was asked to be erased: done in steps, as the last days of what the law keeps go by.
CREATE TABLE erasures (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), person BIGINT, asked_at BIGINT NOT NULL, erased BIGINT NOT NULL DEFAULT 0, next_on TEXT,
  done_at BIGINT
);
CREATE INDEX erasures_person ON erasures(person) WHERE person IS NOT NULL;
CREATE INDEX erasures_next ON erasures(next_on) WHERE done_at IS NULL;

-- Search: words are made in Rust (search/mod.rs); the index is each database's own.
CREATE TABLE search_entries (id {{id}}, kind TEXT NOT NULL, ref BIGINT NOT NULL, title TEXT NOT NULL, UNIQUE (kind, ref));
-- only sqlite
CREATE VIRTUAL TABLE search_words USING fts5(words, content='', contentless_delete=1, tokenize='ascii tokenchars ''_''', detail=none);
-- end
-- only postgres
CREATE TABLE search_words (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);
CREATE INDEX search_words_gin ON search_words USING gin(words);
-- end
