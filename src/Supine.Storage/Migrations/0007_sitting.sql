-- The household's day of sitting: at most one. The calendar's id stays; its link is known by a digest alone, and a new one ends the old one.
CREATE TABLE sitting (
    id          BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    draft       TEXT   NOT NULL,
    content     TEXT   NOT NULL CHECK (content IN ('everything', 'stretches')),
    language    TEXT   NOT NULL,
    begins_on   TEXT   NOT NULL,
    changed_at  BIGINT NOT NULL,
    calendar    TEXT   NOT NULL,
    link_digest TEXT
);
