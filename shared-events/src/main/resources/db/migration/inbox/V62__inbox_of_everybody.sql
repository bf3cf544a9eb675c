-- Whoever works with customers has an inbox, reps or not: it is known by the account that acts, such as
-- `rep:<id>` or `user:chen.jing`.
ALTER TABLE custody.inbox_mark ALTER COLUMN rep TYPE text USING 'rep:' || rep;
ALTER TABLE custody.inbox_mark RENAME COLUMN rep TO account;
ALTER TABLE custody.inbox_mail ALTER COLUMN rep TYPE text USING 'rep:' || rep;
ALTER TABLE custody.inbox_mail RENAME COLUMN rep TO account;
ALTER TABLE custody.inbox_feed ALTER COLUMN rep TYPE text USING 'rep:' || rep;
ALTER TABLE custody.inbox_feed RENAME COLUMN rep TO account;

-- What a rep's managers ought to look into. Counts and ids only: what a customer is called, nobody learns here.
CREATE TABLE custody.inbox_alert (
  id        uuid             PRIMARY KEY,
  kind      text COLLATE "C" NOT NULL,
  rep       uuid             NOT NULL,
  -- The company's day it is about: an alert is raised once a day, whoever raises it how often.
  day       date             NOT NULL,
  count     bigint           NOT NULL,
  most      bigint           NOT NULL,
  raised_at timestamptz      NOT NULL,
  UNIQUE (kind, rep, day)
);
