-- A link that binds one device to one patient: at most one is open for each. Of its secret a digest is kept, of the short code its first
-- part, by which it is found, and a slow hash with the digest as salt. The row goes when it is used.
CREATE TABLE patient_link (
    practice   TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    digest     TEXT   NOT NULL,
    code_start TEXT   NOT NULL,
    code_hash  TEXT   NOT NULL,
    attempts   BIGINT NOT NULL,
    made_at    BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    PRIMARY KEY (practice, person),
    UNIQUE (digest),
    UNIQUE (code_start),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);

-- A device that a link has bound. Its cookie is a secret, of which a digest is kept; the name is what its browser says it is. When it was
-- used last is a day, so that nobody reads more from it.
CREATE TABLE patient_device (
    practice TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    digest   TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    bound_at BIGINT NOT NULL,
    used_on  TEXT   NOT NULL,
    PRIMARY KEY (practice, person, id),
    UNIQUE (digest),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);
