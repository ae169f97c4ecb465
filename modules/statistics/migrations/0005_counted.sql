-- What a measure counted in a time is looked up record by record. Of folded facts only: acts don't pay for it, and what adds up those that
-- are not folded never takes it for its own.
CREATE INDEX facts_of_days ON facts(measure, day) WHERE rolled = 1;
