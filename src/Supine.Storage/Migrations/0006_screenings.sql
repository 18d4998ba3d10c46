-- A screening: one row each time all questions were answered. What was answered stays; the latest counts.
CREATE TABLE screening (
    answered_at BIGINT NOT NULL PRIMARY KEY,
    edition     BIGINT NOT NULL CHECK (edition >= 1)
);

-- What was ticked in it. A screening without rows is "none of these".
CREATE TABLE screening_answer (
    screening BIGINT NOT NULL REFERENCES screening (answered_at) ON DELETE CASCADE,
    question  TEXT   NOT NULL,
    PRIMARY KEY (screening, question)
);

-- Who, by the person's word, has released what was ticked.
CREATE TABLE screening_release (
    screening   BIGINT NOT NULL,
    question    TEXT   NOT NULL,
    released_by TEXT   NOT NULL,
    released_at BIGINT NOT NULL,
    PRIMARY KEY (screening, question),
    FOREIGN KEY (screening, question) REFERENCES screening_answer (screening, question) ON DELETE CASCADE
);

-- The person says that something is new: earlier answers count no more.
CREATE TABLE symptom_report (
    reported_at BIGINT NOT NULL PRIMARY KEY
);
