-- Why the person stopped early, as they say it. It belongs to the answers: it can be said later, and said again.
ALTER TABLE session_answer ADD COLUMN stop_reason TEXT CHECK (stop_reason IN ('time', 'pain', 'tingling', 'other'));
