-- What each account opened and took away on a day of the company. Counted in the transaction that puts the look on
-- record, so that any number of processes share one limit, and nothing is taken along uncounted.
CREATE TABLE custody.daily_use (
  actor text    NOT NULL,
  day   date    NOT NULL,
  -- reveals: customers whose masked data was opened. exports: files.
  what  text    NOT NULL CHECK (what IN ('reveals', 'exports')),
  used  integer NOT NULL CHECK (used > 0),
  PRIMARY KEY (actor, day, what)
);
