-- What somebody has fixed of the programme: one value a dial at most. Level, seconds of a hold, sets, first side (0 left, 1 right), days a week.
CREATE TABLE fixed_value (
    dial     TEXT   NOT NULL PRIMARY KEY CHECK (dial IN ('level', 'hold', 'sets', 'first', 'days')),
    value    BIGINT NOT NULL,
    fixed_by TEXT   NOT NULL
);
