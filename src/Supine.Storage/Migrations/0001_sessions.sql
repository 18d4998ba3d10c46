-- Instants are whole milliseconds since 1970 in UTC. Every whole number is a BIGINT, so that all databases read it as the same type.

-- A compiled sequence, kept under its content hash: a session stays readable when its protocol file changes.
CREATE TABLE track (
    hash        TEXT   NOT NULL PRIMARY KEY,
    protocol    TEXT   NOT NULL,
    title       TEXT   NOT NULL,
    language    TEXT   NOT NULL,
    total_ms    BIGINT NOT NULL CHECK (total_ms > 0),
    foot_dangle BIGINT NOT NULL CHECK (foot_dangle IN (0, 1)),
    sequence    TEXT   NOT NULL,
    stored_at   BIGINT NOT NULL
);

-- Its holds, taken out of the sequence: all that is needed to say how much of it was held.
CREATE TABLE track_hold (
    track       TEXT   NOT NULL REFERENCES track (hash),
    at_ms       BIGINT NOT NULL CHECK (at_ms >= 0),
    duration_ms BIGINT NOT NULL CHECK (duration_ms > 0),
    side        TEXT   CHECK (side IN ('left', 'right')),
    set_number  BIGINT CHECK (set_number >= 1),
    PRIMARY KEY (track, at_ms)
);

CREATE TABLE session (
    id                 TEXT   NOT NULL PRIMARY KEY,
    track              TEXT   NOT NULL REFERENCES track (hash),
    started_at         BIGINT NOT NULL,
    utc_offset_minutes BIGINT NOT NULL,
    end_reason         TEXT   CHECK (end_reason IN ('abandoned', 'stopped', 'completed')),
    ended_at           BIGINT,
    CHECK ((end_reason IS NULL) = (ended_at IS NULL))
);

CREATE INDEX session_started_at ON session (started_at);

-- An uninterrupted stretch of playback. It is known by when and where in the track it began; it can only grow.
CREATE TABLE session_span (
    session    TEXT   NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    started_at BIGINT NOT NULL,
    from_ms    BIGINT NOT NULL CHECK (from_ms >= 0),
    to_ms      BIGINT NOT NULL,
    PRIMARY KEY (session, started_at, from_ms),
    CHECK (to_ms >= from_ms)
);

-- What the person said afterwards. Every answer is kept; the latest one counts.
CREATE TABLE session_answer (
    session     TEXT   NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    answered_at BIGINT NOT NULL,
    pain        BIGINT CHECK (pain BETWEEN 0 AND 10),
    foot_dangle BIGINT CHECK (foot_dangle BETWEEN 0 AND 3),
    note        TEXT,
    PRIMARY KEY (session, answered_at)
);

-- The held time as the person corrects it, beside what was measured. Every correction is kept; the latest one counts.
CREATE TABLE session_correction (
    session      TEXT   NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    corrected_at BIGINT NOT NULL,
    left_ms      BIGINT CHECK (left_ms >= 0),
    right_ms     BIGINT CHECK (right_ms >= 0),
    PRIMARY KEY (session, corrected_at)
);

-- A digest of each deleted session's id, so that a copy still on its way does not bring it back. It says nothing about anyone.
CREATE TABLE deleted_session (
    id_digest TEXT NOT NULL PRIMARY KEY
);

-- When the page "before the first start" was confirmed as read.
CREATE TABLE safety_reading (
    read_at BIGINT NOT NULL PRIMARY KEY
);

-- Keys that sign the forms, here so that every node has the same ones.
CREATE TABLE protection_key (
    name TEXT NOT NULL PRIMARY KEY,
    xml  TEXT NOT NULL
);
