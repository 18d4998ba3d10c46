-- What the suggestion looks at besides pain: whether the low back arched, and how much it still hurt a day later.
ALTER TABLE session_answer ADD COLUMN back_arched BIGINT CHECK (back_arched IN (0, 1));
ALTER TABLE session_answer ADD COLUMN pain_next_day BIGINT CHECK (pain_next_day BETWEEN 0 AND 10);
