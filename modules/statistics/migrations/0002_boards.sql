-- Sheets that somebody has sent every month: the address, and the last month that was sent ("2026-10").
CREATE TABLE sheet_sendings (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), org BIGINT NOT NULL REFERENCES organisations(id), address TEXT NOT NULL,
  sent_month TEXT NOT NULL, created_at BIGINT NOT NULL, UNIQUE (account, org, address)
);
CREATE INDEX sheet_sendings_month ON sheet_sendings(sent_month);
-- Links of screens in halls: each shows one union's big screen and nothing else, until it is revoked.
CREATE TABLE screens (
  id {{id}}, account BIGINT NOT NULL REFERENCES accounts(id), org BIGINT NOT NULL REFERENCES organisations(id), post_org BIGINT NOT NULL,
  name TEXT NOT NULL, measure TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE, created_at BIGINT NOT NULL, seen_at BIGINT, revoked_at BIGINT
);
CREATE INDEX screens_account ON screens(account);
