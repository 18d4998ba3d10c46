-- People: every row about somebody carries the practice and the person it belongs to, in every key and every reference. A household is the
-- practice `home`; whoever used it before is its person `first`. Keys cannot be changed, so the tables are made anew: first what there is is
-- set aside, then the old tables go, children first, then the new ones are filled.

CREATE TABLE practice (
    id         TEXT   NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
);

INSERT INTO practice (id, created_at) VALUES ('home', 0);

-- The name is empty until somebody gives one. The zone is that of the device that was used last; null until one has said.
CREATE TABLE person (
    practice   TEXT   NOT NULL REFERENCES practice (id) ON DELETE CASCADE,
    id         TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    zone       TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (practice, id)
);

INSERT INTO person (practice, id, name, created_at) VALUES ('home', 'first', '', 0);

-- A digest of each removed person's id, so that a record still on its way is told that there is nobody to keep it for.
CREATE TABLE deleted_person (
    practice  TEXT NOT NULL REFERENCES practice (id) ON DELETE CASCADE,
    id_digest TEXT NOT NULL,
    PRIMARY KEY (practice, id_digest)
);

CREATE TABLE old_session AS SELECT * FROM session;
CREATE TABLE old_session_span AS SELECT * FROM session_span;
CREATE TABLE old_session_answer AS SELECT * FROM session_answer;
CREATE TABLE old_session_correction AS SELECT * FROM session_correction;
CREATE TABLE old_deleted_session AS SELECT * FROM deleted_session;
CREATE TABLE old_safety_reading AS SELECT * FROM safety_reading;
CREATE TABLE old_feed AS SELECT * FROM feed;
CREATE TABLE old_feed_item AS SELECT * FROM feed_item;
CREATE TABLE old_reading AS SELECT * FROM reading;
CREATE TABLE old_reading_result AS SELECT * FROM reading_result;
CREATE TABLE old_reading_correction AS SELECT * FROM reading_correction;
CREATE TABLE old_deleted_reading AS SELECT * FROM deleted_reading;
CREATE TABLE old_screening AS SELECT * FROM screening;
CREATE TABLE old_screening_answer AS SELECT * FROM screening_answer;
CREATE TABLE old_screening_release AS SELECT * FROM screening_release;
CREATE TABLE old_symptom_report AS SELECT * FROM symptom_report;
CREATE TABLE old_sitting AS SELECT * FROM sitting;
CREATE TABLE old_questionnaire AS SELECT * FROM questionnaire;
CREATE TABLE old_questionnaire_version AS SELECT * FROM questionnaire_version;
CREATE TABLE old_questionnaire_statement AS SELECT * FROM questionnaire_statement;
CREATE TABLE old_questionnaire_activity AS SELECT * FROM questionnaire_activity;
CREATE TABLE old_deleted_questionnaire AS SELECT * FROM deleted_questionnaire;
CREATE TABLE old_questionnaire_put_off AS SELECT * FROM questionnaire_put_off;
CREATE TABLE old_own_body AS SELECT * FROM own_body;
CREATE TABLE old_fixed_value AS SELECT * FROM fixed_value;

DROP TABLE session_span;
DROP TABLE session_answer;
DROP TABLE session_correction;
DROP TABLE session;
DROP TABLE deleted_session;
DROP TABLE safety_reading;
DROP TABLE feed;
DROP TABLE feed_item;
DROP TABLE reading_result;
DROP TABLE reading_correction;
DROP TABLE reading;
DROP TABLE deleted_reading;
DROP TABLE screening_release;
DROP TABLE screening_answer;
DROP TABLE screening;
DROP TABLE symptom_report;
DROP TABLE sitting;
DROP TABLE questionnaire_activity;
DROP TABLE questionnaire_statement;
DROP TABLE questionnaire_version;
DROP TABLE questionnaire;
DROP TABLE deleted_questionnaire;
DROP TABLE questionnaire_put_off;
DROP TABLE own_body;
DROP TABLE fixed_value;

CREATE TABLE session (
    practice           TEXT   NOT NULL,
    person             TEXT   NOT NULL,
    id                 TEXT   NOT NULL,
    track              TEXT   NOT NULL REFERENCES track (hash),
    started_at         BIGINT NOT NULL,
    utc_offset_minutes BIGINT NOT NULL,
    end_reason         TEXT   CHECK (end_reason IN ('abandoned', 'stopped', 'completed')),
    ended_at           BIGINT,
    PRIMARY KEY (practice, person, id),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE,
    CHECK ((end_reason IS NULL) = (ended_at IS NULL))
);

CREATE INDEX session_started_at ON session (practice, person, started_at);

-- An uninterrupted stretch of playback. It is known by when and where in the track it began; it can only grow.
CREATE TABLE session_span (
    practice   TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    session    TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    from_ms    BIGINT NOT NULL CHECK (from_ms >= 0),
    to_ms      BIGINT NOT NULL,
    PRIMARY KEY (practice, person, session, started_at, from_ms),
    FOREIGN KEY (practice, person, session) REFERENCES session (practice, person, id) ON DELETE CASCADE,
    CHECK (to_ms >= from_ms)
);

-- What the person answered afterwards. Every answer is kept; the latest one counts.
CREATE TABLE session_answer (
    practice      TEXT   NOT NULL,
    person        TEXT   NOT NULL,
    session       TEXT   NOT NULL,
    answered_at   BIGINT NOT NULL,
    pain          BIGINT CHECK (pain BETWEEN 0 AND 10),
    foot_dangle   BIGINT CHECK (foot_dangle BETWEEN 0 AND 3),
    note          TEXT,
    stop_reason   TEXT   CHECK (stop_reason IN ('time', 'pain', 'tingling', 'other')),
    back_arched   BIGINT CHECK (back_arched IN (0, 1)),
    pain_next_day BIGINT CHECK (pain_next_day BETWEEN 0 AND 10),
    PRIMARY KEY (practice, person, session, answered_at),
    FOREIGN KEY (practice, person, session) REFERENCES session (practice, person, id) ON DELETE CASCADE
);

-- The held time as the person corrects it, beside what was measured. Every correction is kept; the latest one counts.
CREATE TABLE session_correction (
    practice     TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    session      TEXT   NOT NULL,
    corrected_at BIGINT NOT NULL,
    left_ms      BIGINT CHECK (left_ms >= 0),
    right_ms     BIGINT CHECK (right_ms >= 0),
    PRIMARY KEY (practice, person, session, corrected_at),
    FOREIGN KEY (practice, person, session) REFERENCES session (practice, person, id) ON DELETE CASCADE
);

-- A digest of each deleted session's id, so that a copy still on its way does not bring it back.
CREATE TABLE deleted_session (
    practice  TEXT NOT NULL,
    person    TEXT NOT NULL,
    id_digest TEXT NOT NULL,
    PRIMARY KEY (practice, person, id_digest),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- When the page "before the first start" was confirmed as read.
CREATE TABLE safety_confirmation (
    practice     TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    confirmed_at BIGINT NOT NULL,
    PRIMARY KEY (practice, person, confirmed_at),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- The person's podcast feed. Its address holds a token that is known here by a digest alone; a new one ends the old one.
CREATE TABLE feed (
    practice     TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    token_digest TEXT   NOT NULL,
    changed_at   BIGINT NOT NULL,
    PRIMARY KEY (practice, person),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX feed_token ON feed (token_digest);

-- A session in it, as its address says it. The id names the episode for good.
CREATE TABLE feed_item (
    practice TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    query    TEXT   NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (practice, person, id),
    UNIQUE (practice, person, query),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- A measured hip, as it came: typed in from a goniometer, or the samples of a phone. It is never changed; what is computed and corrected
-- stands beside it.
CREATE TABLE reading (
    practice           TEXT   NOT NULL,
    person             TEXT   NOT NULL,
    id                 TEXT   NOT NULL,
    side               TEXT   NOT NULL CHECK (side IN ('left', 'right')),
    taken_at           BIGINT NOT NULL,
    utc_offset_minutes BIGINT NOT NULL,
    method             TEXT   NOT NULL CHECK (method IN ('phone', 'goniometer')),
    moment             TEXT   NOT NULL CHECK (moment IN ('alone', 'before', 'after')),
    typed_below        DOUBLE PRECISION,
    raw                TEXT,
    PRIMARY KEY (practice, person, id),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE,
    CHECK ((method = 'goniometer') = (typed_below IS NOT NULL)),
    CHECK ((method = 'phone') = (raw IS NOT NULL))
);

CREATE INDEX reading_taken_at ON reading (practice, person, taken_at);

-- What a version of the maths makes of the samples, in degrees; the intervals hold the true angle 95 times in 100. A newer version adds a
-- row; the newest counts.
CREATE TABLE reading_result (
    practice          TEXT   NOT NULL,
    person            TEXT   NOT NULL,
    reading           TEXT   NOT NULL,
    maths_version     BIGINT NOT NULL,
    below             DOUBLE PRECISION,
    pelvis            DOUBLE PRECISION,
    half_interval     DOUBLE PRECISION,
    hip_half_interval DOUBLE PRECISION,
    repeats           BIGINT,
    reason            TEXT,
    PRIMARY KEY (practice, person, reading, maths_version),
    FOREIGN KEY (practice, person, reading) REFERENCES reading (practice, person, id) ON DELETE CASCADE,
    CHECK ((below IS NULL) = (reason IS NOT NULL))
);

-- The angle as the person corrects it. Every correction is kept; the latest one counts.
CREATE TABLE reading_correction (
    practice     TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    reading      TEXT   NOT NULL,
    corrected_at BIGINT NOT NULL,
    below        DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (practice, person, reading, corrected_at),
    FOREIGN KEY (practice, person, reading) REFERENCES reading (practice, person, id) ON DELETE CASCADE
);

-- A digest of each deleted reading's id, so that a copy still on its way does not bring it back.
CREATE TABLE deleted_reading (
    practice  TEXT NOT NULL,
    person    TEXT NOT NULL,
    id_digest TEXT NOT NULL,
    PRIMARY KEY (practice, person, id_digest),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- A screening: one row each time all questions were answered. What was answered stays; the latest counts.
CREATE TABLE screening (
    practice    TEXT   NOT NULL,
    person      TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    answered_at BIGINT NOT NULL,
    edition     BIGINT NOT NULL CHECK (edition >= 1),
    PRIMARY KEY (practice, person, id),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

CREATE INDEX screening_answered_at ON screening (practice, person, answered_at);

-- What was ticked in it. A screening without rows is "none of these".
CREATE TABLE screening_answer (
    practice  TEXT NOT NULL,
    person    TEXT NOT NULL,
    screening TEXT NOT NULL,
    question  TEXT NOT NULL,
    PRIMARY KEY (practice, person, screening, question),
    FOREIGN KEY (practice, person, screening) REFERENCES screening (practice, person, id) ON DELETE CASCADE
);

-- Who, by the person's word, has released what was ticked.
CREATE TABLE screening_release (
    practice    TEXT   NOT NULL,
    person      TEXT   NOT NULL,
    screening   TEXT   NOT NULL,
    question    TEXT   NOT NULL,
    released_by TEXT   NOT NULL,
    released_at BIGINT NOT NULL,
    PRIMARY KEY (practice, person, screening, question),
    FOREIGN KEY (practice, person, screening, question)
        REFERENCES screening_answer (practice, person, screening, question) ON DELETE CASCADE
);

-- The person says that something is new: earlier answers no longer count.
CREATE TABLE symptom_report (
    practice    TEXT   NOT NULL,
    person      TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    reported_at BIGINT NOT NULL,
    PRIMARY KEY (practice, person, id),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- The person's day of sitting: at most one. The calendar's id stays; its link is known by a digest alone, and a new one ends the old one.
CREATE TABLE sitting (
    practice    TEXT   NOT NULL,
    person      TEXT   NOT NULL,
    draft       TEXT   NOT NULL,
    content     TEXT   NOT NULL CHECK (content IN ('everything', 'stretches')),
    language    TEXT   NOT NULL,
    begins_on   TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    calendar    TEXT   NOT NULL,
    link_digest TEXT,
    PRIMARY KEY (practice, person),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

CREATE UNIQUE INDEX sitting_link ON sitting (link_digest);

-- Answers to the questionnaires: one row each time the form was filled in. It is named by the form's own id, so that a form sent twice is
-- one.
CREATE TABLE questionnaire (
    practice           TEXT   NOT NULL,
    person             TEXT   NOT NULL,
    id                 TEXT   NOT NULL,
    answered_at        BIGINT NOT NULL,
    utc_offset_minutes BIGINT NOT NULL,
    PRIMARY KEY (practice, person, id),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

CREATE INDEX questionnaire_answered_at ON questionnaire (practice, person, answered_at);

-- What was answered, and each correction of it; the latest counts. What is null was not answered: `statements` tells "none of them" from no
-- answer.
CREATE TABLE questionnaire_version (
    practice      TEXT   NOT NULL,
    person        TEXT   NOT NULL,
    questionnaire TEXT   NOT NULL,
    written_at    BIGINT NOT NULL,
    edition       BIGINT NOT NULL CHECK (edition >= 1),
    language      TEXT   NOT NULL,
    pain          BIGINT CHECK (pain BETWEEN 0 AND 10),
    statements    BIGINT CHECK (statements BETWEEN 0 AND 24),
    PRIMARY KEY (practice, person, questionnaire, written_at),
    FOREIGN KEY (practice, person, questionnaire) REFERENCES questionnaire (practice, person, id) ON DELETE CASCADE
);

-- The statements that were ticked in it.
CREATE TABLE questionnaire_statement (
    practice      TEXT   NOT NULL,
    person        TEXT   NOT NULL,
    questionnaire TEXT   NOT NULL,
    written_at    BIGINT NOT NULL,
    statement     TEXT   NOT NULL,
    PRIMARY KEY (practice, person, questionnaire, written_at, statement),
    FOREIGN KEY (practice, person, questionnaire, written_at)
        REFERENCES questionnaire_version (practice, person, questionnaire, written_at) ON DELETE CASCADE
);

-- The person's own activities in it, in their words and order.
CREATE TABLE questionnaire_activity (
    practice      TEXT   NOT NULL,
    person        TEXT   NOT NULL,
    questionnaire TEXT   NOT NULL,
    written_at    BIGINT NOT NULL,
    place         BIGINT NOT NULL,
    name          TEXT   NOT NULL,
    rating        BIGINT NOT NULL CHECK (rating BETWEEN 0 AND 10),
    PRIMARY KEY (practice, person, questionnaire, written_at, place),
    FOREIGN KEY (practice, person, questionnaire, written_at)
        REFERENCES questionnaire_version (practice, person, questionnaire, written_at) ON DELETE CASCADE
);

-- A digest of each deleted one's id, so that a form that is sent again does not bring it back.
CREATE TABLE deleted_questionnaire (
    practice  TEXT NOT NULL,
    person    TEXT NOT NULL,
    id_digest TEXT NOT NULL,
    PRIMARY KEY (practice, person, id_digest),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- When it was put off, and until which day of the person's.
CREATE TABLE questionnaire_put_off (
    practice   TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    put_off_at BIGINT NOT NULL,
    until_day  TEXT   NOT NULL,
    PRIMARY KEY (practice, person, id),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- The person's size, as they gave it: one row, or none. A size that is null is the usual one.
CREATE TABLE body_size (
    practice  TEXT             NOT NULL,
    person    TEXT             NOT NULL,
    sex       TEXT             NOT NULL CHECK (sex IN ('female', 'male')),
    kilograms DOUBLE PRECISION,
    metres    DOUBLE PRECISION,
    PRIMARY KEY (practice, person),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- What somebody has prescribed: one value a dial at most. Level, seconds of a hold, sets, first side (0 left, 1 right), days a week.
CREATE TABLE prescribed_value (
    practice      TEXT   NOT NULL,
    person        TEXT   NOT NULL,
    dial          TEXT   NOT NULL CHECK (dial IN ('level', 'hold', 'sets', 'first', 'days')),
    value         BIGINT NOT NULL,
    prescribed_by TEXT   NOT NULL,
    PRIMARY KEY (practice, person, dial),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

INSERT INTO session (practice, person, id, track, started_at, utc_offset_minutes, end_reason, ended_at)
SELECT 'home', 'first', id, track, started_at, utc_offset_minutes, end_reason, ended_at FROM old_session;

INSERT INTO session_span (practice, person, session, started_at, from_ms, to_ms)
SELECT 'home', 'first', session, started_at, from_ms, to_ms FROM old_session_span;

INSERT INTO session_answer (practice, person, session, answered_at, pain, foot_dangle, note, stop_reason, back_arched, pain_next_day)
SELECT 'home', 'first', session, answered_at, pain, foot_dangle, note, stop_reason, back_arched, pain_next_day FROM old_session_answer;

INSERT INTO session_correction (practice, person, session, corrected_at, left_ms, right_ms)
SELECT 'home', 'first', session, corrected_at, left_ms, right_ms FROM old_session_correction;

INSERT INTO deleted_session (practice, person, id_digest)
SELECT 'home', 'first', id_digest FROM old_deleted_session;

INSERT INTO safety_confirmation (practice, person, confirmed_at)
SELECT 'home', 'first', read_at FROM old_safety_reading;

INSERT INTO feed (practice, person, token_digest, changed_at)
SELECT 'home', 'first', encode(sha256(convert_to(token, 'UTF8')), 'hex'), changed_at FROM old_feed;

INSERT INTO feed_item (practice, person, id, query, added_at)
SELECT 'home', 'first', id, query, added_at FROM old_feed_item;

INSERT INTO reading (practice, person, id, side, taken_at, utc_offset_minutes, method, moment, typed_below, raw)
SELECT 'home', 'first', id, side, taken_at, utc_offset_minutes, method, moment, typed_below, raw FROM old_reading;

-- What was kept was the half interval divided by 1.96.
INSERT INTO reading_result (practice, person, reading, maths_version, below, pelvis, half_interval, hip_half_interval, repeats, reason)
SELECT 'home', 'first', reading, maths_version, below, pelvis, uncertainty * 1.96, hip_uncertainty * 1.96, repeats, reason FROM old_reading_result;

INSERT INTO reading_correction (practice, person, reading, corrected_at, below)
SELECT 'home', 'first', reading, corrected_at, below FROM old_reading_correction;

INSERT INTO deleted_reading (practice, person, id_digest)
SELECT 'home', 'first', id_digest FROM old_deleted_reading;

-- What was named by an instant keeps that as its id.
INSERT INTO screening (practice, person, id, answered_at, edition)
SELECT 'home', 'first', CAST(answered_at AS TEXT), answered_at, edition FROM old_screening;

INSERT INTO screening_answer (practice, person, screening, question)
SELECT 'home', 'first', CAST(screening AS TEXT), question FROM old_screening_answer;

INSERT INTO screening_release (practice, person, screening, question, released_by, released_at)
SELECT 'home', 'first', CAST(screening AS TEXT), question, released_by, released_at FROM old_screening_release;

INSERT INTO symptom_report (practice, person, id, reported_at)
SELECT 'home', 'first', CAST(reported_at AS TEXT), reported_at FROM old_symptom_report;

INSERT INTO sitting (practice, person, draft, content, language, begins_on, changed_at, calendar, link_digest)
SELECT 'home', 'first', draft, content, language, begins_on, changed_at, calendar, link_digest FROM old_sitting;

INSERT INTO questionnaire (practice, person, id, answered_at, utc_offset_minutes)
SELECT 'home', 'first', id, answered_at, utc_offset_minutes FROM old_questionnaire;

INSERT INTO questionnaire_version (practice, person, questionnaire, written_at, edition, language, pain, statements)
SELECT 'home', 'first', questionnaire, written_at, edition, language, pain, statements FROM old_questionnaire_version;

INSERT INTO questionnaire_statement (practice, person, questionnaire, written_at, statement)
SELECT 'home', 'first', questionnaire, written_at, statement FROM old_questionnaire_statement;

INSERT INTO questionnaire_activity (practice, person, questionnaire, written_at, place, name, rating)
SELECT 'home', 'first', questionnaire, written_at, place, name, rating FROM old_questionnaire_activity;

INSERT INTO deleted_questionnaire (practice, person, id_digest)
SELECT 'home', 'first', id_digest FROM old_deleted_questionnaire;

INSERT INTO questionnaire_put_off (practice, person, id, put_off_at, until_day)
SELECT 'home', 'first', CAST(put_off_at AS TEXT), put_off_at, until_day FROM old_questionnaire_put_off;

INSERT INTO body_size (practice, person, sex, kilograms, metres)
SELECT 'home', 'first', sex, kilograms, metres FROM old_own_body;

INSERT INTO prescribed_value (practice, person, dial, value, prescribed_by)
SELECT 'home', 'first', dial, value, fixed_by FROM old_fixed_value;

DROP TABLE old_session;
DROP TABLE old_session_span;
DROP TABLE old_session_answer;
DROP TABLE old_session_correction;
DROP TABLE old_deleted_session;
DROP TABLE old_safety_reading;
DROP TABLE old_feed;
DROP TABLE old_feed_item;
DROP TABLE old_reading;
DROP TABLE old_reading_result;
DROP TABLE old_reading_correction;
DROP TABLE old_deleted_reading;
DROP TABLE old_screening;
DROP TABLE old_screening_answer;
DROP TABLE old_screening_release;
DROP TABLE old_symptom_report;
DROP TABLE old_sitting;
DROP TABLE old_questionnaire;
DROP TABLE old_questionnaire_version;
DROP TABLE old_questionnaire_statement;
DROP TABLE old_questionnaire_activity;
DROP TABLE old_deleted_questionnaire;
DROP TABLE old_questionnaire_put_off;
DROP TABLE old_own_body;
DROP TABLE old_fixed_value;
