-- Who did what, in a practice. A row is never changed or deleted, and each carries a digest of itself and of the row before.
CREATE TABLE audit (
    practice TEXT   NOT NULL REFERENCES practice (id),
    number   BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    actor    TEXT,
    act      TEXT   NOT NULL,
    subject  TEXT,
    chain    TEXT   NOT NULL,
    PRIMARY KEY (practice, number)
);

-- Whom a subject in the audit means. It goes with the person, and then the audit names nobody.
CREATE TABLE audit_subject (
    practice TEXT NOT NULL,
    person   TEXT NOT NULL,
    id       TEXT NOT NULL,
    PRIMARY KEY (practice, person),
    UNIQUE (id),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'The audit is not changed.'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'The audit is not changed.'); END;
