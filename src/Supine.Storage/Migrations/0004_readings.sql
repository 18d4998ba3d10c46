-- A measured hip, as it came: typed in from a goniometer, or the samples of a phone. It is never changed; what is computed and corrected stands beside it.
CREATE TABLE reading (
    id                 TEXT   NOT NULL PRIMARY KEY,
    side               TEXT   NOT NULL CHECK (side IN ('left', 'right')),
    taken_at           BIGINT NOT NULL,
    utc_offset_minutes BIGINT NOT NULL,
    method             TEXT   NOT NULL CHECK (method IN ('phone', 'goniometer')),
    moment             TEXT   NOT NULL CHECK (moment IN ('alone', 'before', 'after')),
    typed_below        DOUBLE PRECISION,
    raw                TEXT,
    CHECK ((method = 'goniometer') = (typed_below IS NOT NULL)),
    CHECK ((method = 'phone') = (raw IS NOT NULL))
);

CREATE INDEX reading_taken_at ON reading (taken_at);

-- What a version of the maths makes of the samples. A newer version adds a row; the newest counts.
CREATE TABLE reading_result (
    reading       TEXT   NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
    maths_version BIGINT NOT NULL,
    below         DOUBLE PRECISION,
    pelvis        DOUBLE PRECISION,
    uncertainty   DOUBLE PRECISION,
    repeats       BIGINT,
    reason        TEXT,
    PRIMARY KEY (reading, maths_version),
    CHECK ((below IS NULL) = (reason IS NOT NULL))
);

-- The angle as the person corrects it. Every correction is kept; the latest one counts.
CREATE TABLE reading_correction (
    reading      TEXT   NOT NULL REFERENCES reading (id) ON DELETE CASCADE,
    corrected_at BIGINT NOT NULL,
    below        DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (reading, corrected_at)
);

-- A digest of each deleted reading's id, so that a copy still on its way does not bring it back.
CREATE TABLE deleted_reading (
    id_digest TEXT NOT NULL PRIMARY KEY
);
