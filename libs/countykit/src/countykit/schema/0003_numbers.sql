-- A service's small copy of the admission numbers of its county, where they were dispatched, and how strictly they are
-- checked: kept by following checklist-svc, so that no service has to call another.
CREATE TABLE admitted_number (
    admission     uuid        PRIMARY KEY,
    number        text        NOT NULL,
    title         text        NOT NULL,
    department    text        NOT NULL,
    region        char(12)    NOT NULL,
    places        text[]      NOT NULL,
    starts_on     date        NOT NULL,
    valid_until   date        NOT NULL,
    ended_on      date,
    by_assignment boolean     NOT NULL,
    sequence      integer     NOT NULL
);
CREATE INDEX admitted_number_number_idx ON admitted_number (number);

CREATE TABLE dispatched_number (
    assignment  uuid        PRIMARY KEY,
    admission   uuid        NOT NULL,
    village     char(12)    NOT NULL,
    starts_on   date        NOT NULL,
    until       date        NOT NULL,
    ended_on    date,
    sequence    integer     NOT NULL
);
CREATE INDEX dispatched_number_admission_idx ON dispatched_number (admission, village);

CREATE TABLE followed_number_rule (
    id          uuid        PRIMARY KEY,
    county      char(12)    NOT NULL,
    area        text        NOT NULL,
    mode        text        NOT NULL,
    starts_on   date        NOT NULL,
    approved_at timestamptz NOT NULL,
    withdrawn   boolean     NOT NULL,
    sequence    integer     NOT NULL
);
CREATE INDEX followed_number_rule_county_idx ON followed_number_rule (county, area, starts_on);
