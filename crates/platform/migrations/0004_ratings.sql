-- Ratings (评价): one to five stars with words, one for each person and thing. `about`: the thing with its number (promise:12). `shown`: somebody
-- looked at the words and put them on the public page.
CREATE TABLE ratings (
  id {{id}}, about TEXT NOT NULL, person BIGINT NOT NULL REFERENCES persons(id), stars BIGINT NOT NULL, words TEXT NOT NULL, shown BIGINT NOT NULL DEFAULT 0,
  at BIGINT NOT NULL, changed_at BIGINT NOT NULL, UNIQUE (about, person)
);
CREATE INDEX ratings_person ON ratings(person);
