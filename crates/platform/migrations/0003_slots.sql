-- Duty (值班): who is where on which days of the week, and the times that somebody can book there.

-- `weekdays`: digits, Monday is 1. Times in minutes of the day. `confidential`: who comes is for the adviser only. `ends_on`: the last day.
CREATE TABLE slot_rosters (
  id {{id}}, org BIGINT NOT NULL REFERENCES organisations(id), account BIGINT NOT NULL REFERENCES accounts(id), kind TEXT NOT NULL, place TEXT NOT NULL,
  weekdays TEXT NOT NULL, from_minute BIGINT NOT NULL, until_minute BIGINT NOT NULL, minutes BIGINT NOT NULL, capacity BIGINT NOT NULL, confidential BIGINT NOT NULL,
  starts_on TEXT NOT NULL, ends_on TEXT, version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX slot_rosters_org ON slot_rosters(org);
CREATE INDEX slot_rosters_account ON slot_rosters(account);
-- Days that differ from the week: `open` 1: there although the week or a holiday says no; 0: not there.
CREATE TABLE slot_days (
  id {{id}}, roster BIGINT NOT NULL REFERENCES slot_rosters(id), day TEXT NOT NULL, open BIGINT NOT NULL, why TEXT NOT NULL, UNIQUE (roster, day)
);
-- `state`: booked, cancelled (by the person), off (by the union), came, missed. `seat`: from 1 to the capacity. `subject`: what it belongs to.
CREATE TABLE slot_bookings (
  id {{id}}, roster BIGINT NOT NULL REFERENCES slot_rosters(id), day TEXT NOT NULL, starts BIGINT NOT NULL, seat BIGINT NOT NULL,
  account BIGINT REFERENCES accounts(id), name_sealed TEXT NOT NULL, phone_sealed TEXT NOT NULL, service TEXT NOT NULL, subject TEXT NOT NULL, subject_id BIGINT NOT NULL,
  state TEXT NOT NULL, told BIGINT NOT NULL DEFAULT 0, at BIGINT NOT NULL, changed_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX slot_bookings_seat ON slot_bookings(roster, day, starts, seat) WHERE state IN ('booked', 'came', 'missed');
CREATE UNIQUE INDEX slot_bookings_once ON slot_bookings(account, day, starts) WHERE state = 'booked';
CREATE INDEX slot_bookings_account ON slot_bookings(account, day);
CREATE INDEX slot_bookings_day ON slot_bookings(day) WHERE state = 'booked';
