-- Whose hips are measured, as that person gave it: one row, or none. A size that is null is the usual one.
CREATE TABLE own_body (
    id         BIGINT           NOT NULL PRIMARY KEY CHECK (id = 1),
    sex        TEXT             NOT NULL CHECK (sex IN ('female', 'male')),
    kilograms  DOUBLE PRECISION,
    metres     DOUBLE PRECISION
);
