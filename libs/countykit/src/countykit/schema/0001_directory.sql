-- A service's small copy of the directory: which regions and departments there are, as the gateway published them.
CREATE TABLE region (
    code        char(12)    PRIMARY KEY,
    name        text        NOT NULL,
    level       text        NOT NULL,
    valid_from  date        NOT NULL,
    valid_to    date,
    sequence    integer     NOT NULL
);

CREATE TABLE department (
    code        text        PRIMARY KEY,
    name        text        NOT NULL,
    home        char(12)    NOT NULL,
    active      boolean     NOT NULL,
    sequence    integer     NOT NULL
);
