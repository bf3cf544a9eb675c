CREATE TABLE tally (stream uuid PRIMARY KEY, events bigint NOT NULL);
