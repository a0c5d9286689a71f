-- A service's small copy of the published holiday notices, by area and year.
CREATE TABLE calendar_notice (
    region       char(12)    NOT NULL,
    year         integer     NOT NULL,
    days_off     date[]      NOT NULL,
    make_up_days date[]      NOT NULL,
    sequence     integer     NOT NULL,
    PRIMARY KEY (region, year)
);

-- Departments are valid from a day to a day, as regions are.
ALTER TABLE department ADD COLUMN valid_from date NOT NULL DEFAULT '1900-01-01', ADD COLUMN valid_to date;
