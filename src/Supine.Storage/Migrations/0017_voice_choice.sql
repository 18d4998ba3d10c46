-- Which voice a person wants to hear in a language; nothing where they leave it to the program.
CREATE TABLE voice_choice (
    practice  TEXT   NOT NULL,
    person    TEXT   NOT NULL,
    language  TEXT   NOT NULL,
    voice     TEXT   NOT NULL,
    chosen_at BIGINT NOT NULL,
    PRIMARY KEY (practice, person, language),
    FOREIGN KEY (practice, person) REFERENCES person (practice, id) ON DELETE CASCADE
);
