-- A person's own experiment: one side drawn by lot is stretched for four weeks, the other is not. The side is stored with the draw and never
-- changed; null as long as the person has not ended it.
CREATE TABLE experiment (
    practice           TEXT   NOT NULL,
    person             TEXT   NOT NULL,
    id                 TEXT   NOT NULL,
    side               TEXT   NOT NULL CHECK (side IN ('left', 'right')),
    drawn_at           BIGINT NOT NULL,
    ended_at           BIGINT,
    utc_offset_minutes BIGINT NOT NULL,
    PRIMARY KEY (practice, person, id),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);
