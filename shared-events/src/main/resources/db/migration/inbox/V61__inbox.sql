-- What people did with entries of their own inbox. No facts of a customer: those are events.
CREATE TABLE custody.inbox_mark (
  rep      uuid        NOT NULL,
  -- The entry's id, which says what it is about.
  entry    text        NOT NULL,
  -- NULL: done. Else it comes back on this day.
  until    date,
  marked_at timestamptz NOT NULL,
  PRIMARY KEY (rep, entry)
);

-- Who gets the inbox elsewhere. The mail address is sealed under a key of the subscription's own.
CREATE TABLE custody.inbox_mail (
  rep     uuid PRIMARY KEY,
  key     uuid NOT NULL,
  address bytea NOT NULL,
  -- The last day a digest was sent for.
  sent_on date
);

-- Calendar feeds: whoever has the token sees the inbox; only a hash of it is kept.
CREATE TABLE custody.inbox_feed (
  rep        uuid        PRIMARY KEY,
  token_hash bytea       NOT NULL UNIQUE,
  created_at timestamptz NOT NULL
);
