-- The last serial of each series of numbers, where a service's documents have numbers of their own.
CREATE TABLE document_serial (
    series varchar(60) PRIMARY KEY,
    last integer NOT NULL
);
