-- Practices and who works there. A household is a practice without a name.
ALTER TABLE practice ADD COLUMN name TEXT;

-- Somebody who signs in. The sign-in name is compared in capitals and is nobody else's, whatever the practice. Password and recovery codes are
-- kept as slow hashes, the key of the authenticator app encrypted. Attempts are counted here, so that all nodes count together.
CREATE TABLE practitioner (
    practice          TEXT   NOT NULL REFERENCES practice (id) ON DELETE CASCADE,
    id                TEXT   NOT NULL,
    name              TEXT   NOT NULL,
    login             TEXT   NOT NULL,
    login_capitals    TEXT   NOT NULL UNIQUE,
    role              TEXT   NOT NULL CHECK (role IN ('owner', 'practitioner')),
    password_hash     TEXT,
    security_stamp    TEXT   NOT NULL,
    authenticator_key TEXT,
    two_factor        BIGINT NOT NULL CHECK (two_factor IN (0, 1)),
    attempts          BIGINT NOT NULL,
    locked_until      BIGINT,
    created_at        BIGINT NOT NULL,
    PRIMARY KEY (practice, id),
    UNIQUE (id)
);

CREATE TABLE practitioner_recovery_code (
    practice     TEXT NOT NULL,
    practitioner TEXT NOT NULL,
    hash         TEXT NOT NULL,
    PRIMARY KEY (practice, practitioner, hash),
    FOREIGN KEY (practice, practitioner) REFERENCES practitioner (practice, id) ON DELETE CASCADE
);

-- A passkey's public half; the other one never leaves its device.
CREATE TABLE practitioner_passkey (
    practice       TEXT   NOT NULL,
    practitioner   TEXT   NOT NULL,
    credential     TEXT   NOT NULL,
    name           TEXT   NOT NULL,
    public_key     TEXT   NOT NULL,
    sign_count     BIGINT NOT NULL,
    transports     TEXT   NOT NULL,
    may_be_copied  BIGINT NOT NULL CHECK (may_be_copied IN (0, 1)),
    is_copied      BIGINT NOT NULL CHECK (is_copied IN (0, 1)),
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (practice, practitioner, credential),
    UNIQUE (credential),
    FOREIGN KEY (practice, practitioner) REFERENCES practitioner (practice, id) ON DELETE CASCADE
);

-- A link that makes one practitioner. Of its secret only a digest is kept; the row goes when it is used.
CREATE TABLE practitioner_link (
    practice TEXT   NOT NULL REFERENCES practice (id) ON DELETE CASCADE,
    digest   TEXT   NOT NULL,
    role     TEXT   NOT NULL CHECK (role IN ('owner', 'practitioner')),
    made_at  BIGINT NOT NULL,
    ends_at  BIGINT NOT NULL,
    PRIMARY KEY (practice, digest),
    UNIQUE (digest)
);
