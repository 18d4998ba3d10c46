-- The household's podcast feed. Whoever knows the token can read it: it is made by chance, and a new one ends the old one.
CREATE TABLE feed (
    id         BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    token      TEXT   NOT NULL,
    changed_at BIGINT NOT NULL
);

-- A session in it, as its address says it. The id names the episode for good.
CREATE TABLE feed_item (
    id       TEXT   NOT NULL PRIMARY KEY,
    query    TEXT   NOT NULL UNIQUE,
    added_at BIGINT NOT NULL
);
