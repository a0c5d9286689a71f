-- A service's small copy of who took over from whom, as the changes of the directory in effect say it.
CREATE TABLE lineage (
    change       text     NOT NULL,
    subject      text     NOT NULL,
    predecessor  text     NOT NULL,
    successor    text     NOT NULL,
    effective_on date     NOT NULL,
    share        integer  NOT NULL,
    takes_over   boolean  NOT NULL,
    continues    boolean  NOT NULL,
    PRIMARY KEY (change, predecessor, successor)
);
CREATE INDEX lineage_predecessor_idx ON lineage (predecessor text_pattern_ops);
CREATE INDEX lineage_successor_idx ON lineage (successor text_pattern_ops);
