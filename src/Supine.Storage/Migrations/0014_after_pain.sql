-- More reasons to stop: pain that travels down the leg, and weakness or numbness. A check is changed by making the table anew.
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
    stop_reason   TEXT   CHECK (stop_reason IN ('time', 'pain', 'leg-pain', 'tingling', 'weakness', 'other')),
    back_arched   BIGINT CHECK (back_arched IN (0, 1)),
    pain_next_day BIGINT CHECK (pain_next_day BETWEEN 0 AND 10),
    PRIMARY KEY (practice, person, session, answered_at),
    FOREIGN KEY (practice, person, session) REFERENCES session (practice, person, id) ON DELETE CASCADE
);

INSERT INTO session_answer
    (practice, person, session, answered_at, pain, foot_dangle, note, stop_reason, back_arched, pain_next_day)
SELECT practice, person, session, answered_at, pain, foot_dangle, note, stop_reason, back_arched, pain_next_day FROM old_session_answer;

DROP TABLE old_session_answer;

-- Who released what was ticked: what they are, the day they were asked, and the last day it holds. Releases from before that name no profession
-- are of an earlier edition of the questions, and count no more.
ALTER TABLE screening_release ADD COLUMN profession TEXT;
ALTER TABLE screening_release ADD COLUMN asked_on TEXT;
ALTER TABLE screening_release ADD COLUMN until_day TEXT;

-- Which of a row's limits still hold after its release, where whoever released it may lift them.
CREATE TABLE screening_release_limit (
    practice  TEXT NOT NULL,
    person    TEXT NOT NULL,
    screening TEXT NOT NULL,
    question  TEXT NOT NULL,
    limit_kept TEXT NOT NULL CHECK (limit_kept IN ('level-1-only', 'no-measuring', 'no-extension', 'no-knee-to-chest')),
    PRIMARY KEY (practice, person, screening, question, limit_kept),
    FOREIGN KEY (practice, person, screening, question)
        REFERENCES screening_release (practice, person, screening, question) ON DELETE CASCADE
);

-- Whom the person says they asked after the mildest dose hurt.
CREATE TABLE pain_clearance (
    practice   TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    told_at    BIGINT NOT NULL,
    asked_on   TEXT   NOT NULL,
    cleared_by TEXT   NOT NULL,
    profession TEXT   NOT NULL,
    PRIMARY KEY (practice, person, id),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- What the person stretches for, as they said it last.
CREATE TABLE goal (
    practice TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    goal     TEXT   NOT NULL CHECK (goal IN ('ease', 'reach', 'practice', 'open')),
    said_at  BIGINT NOT NULL,
    PRIMARY KEY (practice, person),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);
