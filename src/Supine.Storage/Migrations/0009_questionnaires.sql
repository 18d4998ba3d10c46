-- Answers to the questionnaires: one row each time the form was filled in. It is named by the form's own id, so that a form sent twice is one.
CREATE TABLE questionnaire (
    id                 TEXT   NOT NULL PRIMARY KEY,
    answered_at        BIGINT NOT NULL,
    utc_offset_minutes BIGINT NOT NULL
);

CREATE INDEX questionnaire_answered_at ON questionnaire (answered_at);

-- What was answered, and each correction of it; the latest counts. What is null was not answered: `statements` tells "none of them" from no answer.
CREATE TABLE questionnaire_version (
    questionnaire TEXT   NOT NULL REFERENCES questionnaire (id) ON DELETE CASCADE,
    written_at    BIGINT NOT NULL,
    edition       BIGINT NOT NULL CHECK (edition >= 1),
    language      TEXT   NOT NULL,
    pain          BIGINT CHECK (pain BETWEEN 0 AND 10),
    statements    BIGINT CHECK (statements BETWEEN 0 AND 24),
    PRIMARY KEY (questionnaire, written_at)
);

-- The statements that were ticked in it.
CREATE TABLE questionnaire_statement (
    questionnaire TEXT   NOT NULL,
    written_at    BIGINT NOT NULL,
    statement     TEXT   NOT NULL,
    PRIMARY KEY (questionnaire, written_at, statement),
    FOREIGN KEY (questionnaire, written_at) REFERENCES questionnaire_version (questionnaire, written_at) ON DELETE CASCADE
);

-- The person's own activities in it, in their words and order.
CREATE TABLE questionnaire_activity (
    questionnaire TEXT   NOT NULL,
    written_at    BIGINT NOT NULL,
    place         BIGINT NOT NULL,
    name          TEXT   NOT NULL,
    rating        BIGINT NOT NULL CHECK (rating BETWEEN 0 AND 10),
    PRIMARY KEY (questionnaire, written_at, place),
    FOREIGN KEY (questionnaire, written_at) REFERENCES questionnaire_version (questionnaire, written_at) ON DELETE CASCADE
);

-- A digest of each deleted one's id, so that a form that is sent again does not bring it back.
CREATE TABLE deleted_questionnaire (
    id_digest TEXT NOT NULL PRIMARY KEY
);

-- When it was put off, and until which day of the person's.
CREATE TABLE questionnaire_put_off (
    put_off_at BIGINT NOT NULL PRIMARY KEY,
    until_day  TEXT   NOT NULL
);
