-- A session that was only too strong goes on with a milder track: which one, and what was held with it on each side. It is part of the same
-- session, whose held time is that of both.
ALTER TABLE session ADD COLUMN milder_track TEXT REFERENCES track (hash);
ALTER TABLE session ADD COLUMN milder_left_ms BIGINT CHECK (milder_left_ms > 0);
ALTER TABLE session ADD COLUMN milder_right_ms BIGINT CHECK (milder_right_ms > 0);

-- Which of the two tracks a stretch of playback is of: 1 is the milder.
ALTER TABLE session_span ADD COLUMN is_milder BIGINT NOT NULL DEFAULT 0 CHECK (is_milder IN (0, 1));

-- One more reason to stop: it was only too strong. A check is changed by making the table anew.
CREATE TABLE old_session_answer AS SELECT * FROM session_answer;
DROP TABLE session_answer;

-- What the person answered afterwards. Every answer is kept; the latest one counts.
CREATE TABLE session_answer (
    practice      TEXT   NOT NULL,
    person        TEXT   NOT NULL,
    session       TEXT   NOT NULL,
    answered_at   BIGINT NOT NULL,
    pain          BIGINT CHECK (pain BETWEEN 0 AND 10),
    foot_dangle   BIGINT CHECK (foot_dangle BETWEEN 0 AND 3),
    note          TEXT,
    stop_reason   TEXT   CHECK (stop_reason IN ('time', 'pain', 'leg-pain', 'tingling', 'weakness', 'other', 'too-strong')),
    back_arched   BIGINT CHECK (back_arched IN (0, 1)),
    pain_next_day BIGINT CHECK (pain_next_day BETWEEN 0 AND 10),
    PRIMARY KEY (practice, person, session, answered_at),
    FOREIGN KEY (practice, person, session) REFERENCES session (practice, person, id) ON DELETE CASCADE
);

INSERT INTO session_answer
    (practice, person, session, answered_at, pain, foot_dangle, note, stop_reason, back_arched, pain_next_day)
SELECT practice, person, session, answered_at, pain, foot_dangle, note, stop_reason, back_arched, pain_next_day FROM old_session_answer;

DROP TABLE old_session_answer;
