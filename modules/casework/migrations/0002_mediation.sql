-- Mediation: what a case of this service has besides what every case has.

-- `source`: worker, employer, court, arbitration. `limit_on`: the last day for an agreement, by law or as whoever entrusted it said.
-- `revision`: of the agreement; 0: none was written. `in_force_on`: both parties, the mediator and the seal are on paper.
CREATE TABLE mediations (
  id {{id}}, case_id BIGINT NOT NULL UNIQUE REFERENCES cases(id), source TEXT NOT NULL, entruster TEXT NOT NULL, reference TEXT NOT NULL, limit_on TEXT NOT NULL,
  limit_told BIGINT NOT NULL DEFAULT 0, mediator BIGINT, revision BIGINT NOT NULL DEFAULT 0, terms_sealed TEXT NOT NULL, in_force_on TEXT
);
CREATE INDEX mediations_mediator ON mediations(mediator);
-- The two sides (worker, firm). `consent`: '' not asked or not answered, yes, no. For the firm: who speaks for it.
CREATE TABLE mediation_parties (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), side TEXT NOT NULL, name TEXT NOT NULL, phone_sealed TEXT NOT NULL, account BIGINT REFERENCES accounts(id),
  consent TEXT NOT NULL, UNIQUE (case_id, side)
);
CREATE INDEX mediation_parties_account ON mediation_parties(account);
-- When they meet (planned, held, off), who came, what each side offered.
CREATE TABLE mediation_sessions (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), at BIGINT NOT NULL, place TEXT NOT NULL, state TEXT NOT NULL, worker_came BIGINT NOT NULL, firm_came BIGINT NOT NULL,
  worker_sealed TEXT NOT NULL, firm_sealed TEXT NOT NULL
);
CREATE INDEX mediation_sessions_case ON mediation_sessions(case_id);
-- Signatures below a revision of the agreement. `signer`: worker, firm, mediator, seal. `way`: screen (evidence of will), paper.
CREATE TABLE mediation_signatures (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), revision BIGINT NOT NULL, signer TEXT NOT NULL, way TEXT NOT NULL, file BIGINT REFERENCES files(id), account BIGINT, at BIGINT NOT NULL,
  UNIQUE (case_id, revision, signer, way)
);
-- What is to be done by when, in fen; 0: something other than money. `done_on`: it was.
-- `counted_at`: the union at which what was paid is counted.
CREATE TABLE mediation_dues (
  id {{id}}, case_id BIGINT NOT NULL REFERENCES cases(id), revision BIGINT NOT NULL, what_sealed TEXT NOT NULL, due_on TEXT NOT NULL, amount BIGINT NOT NULL, paid BIGINT NOT NULL, done_on TEXT,
  told BIGINT NOT NULL, counted_at BIGINT
);
CREATE INDEX mediation_dues_case ON mediation_dues(case_id);
-- Agreements that are in force, at the union that handled the case then; one that was recorded by mistake goes.
CREATE TABLE mediation_agreements (
  case_id BIGINT NOT NULL REFERENCES cases(id), revision BIGINT NOT NULL, org BIGINT NOT NULL, on_day TEXT NOT NULL, amount BIGINT NOT NULL, PRIMARY KEY (case_id, revision)
);
-- Somebody asked and was answered at once: nothing to work on, but to count.
CREATE TABLE consultations (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), day TEXT NOT NULL, topic TEXT NOT NULL, way TEXT NOT NULL, words_sealed TEXT NOT NULL, account BIGINT, at BIGINT NOT NULL, undone_at BIGINT
);
CREATE INDEX consultations_org ON consultations(org, day);
