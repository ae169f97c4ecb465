-- What a measure counted in a time is looked up record by record.
CREATE INDEX facts_of_days ON facts(measure, day);
