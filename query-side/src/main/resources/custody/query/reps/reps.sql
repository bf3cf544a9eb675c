-- What happened to reps; few rows each, folded when asked.
CREATE TABLE fact (
  rep          uuid        NOT NULL,
  position     bigint      NOT NULL,
  sequence     bigint      NOT NULL,
  event        uuid        NOT NULL,
  effective_at timestamptz NOT NULL,
  recorded_at  timestamptz NOT NULL,
  name         text        NOT NULL,
  payload      text        NOT NULL,
  PRIMARY KEY (rep, effective_at, position)
);

-- In which team a rep is from when to when (exclusive), as known now. Who has left stays in the last
-- team, inactive: somebody has to see their customers.
CREATE TABLE member (
  rep    uuid        NOT NULL,
  team   text,
  since  timestamptz NOT NULL,
  until  timestamptz NOT NULL,
  active boolean     NOT NULL
);
CREATE INDEX member_of_team ON member (team, rep);
CREATE INDEX member_rep ON member (rep);

-- What reps did with customers, in the order of their timeline.
CREATE TABLE deed (
  rep          uuid        NOT NULL,
  effective_at timestamptz NOT NULL,
  -- 'made' a follow-up or took a call, or 'acted' as the author of any other event.
  what         text COLLATE "C" NOT NULL,
  event        uuid        NOT NULL,
  recorded_at  timestamptz NOT NULL,
  customer     uuid        NOT NULL,
  name         text        NOT NULL
);

-- Events that were voided, and when that was recorded.
CREATE TABLE correction (
  event       uuid        PRIMARY KEY,
  recorded_at timestamptz NOT NULL
);

-- once filled

-- A rebuild brings customer by customer, so each row's place in it is another.
ALTER TABLE deed ADD PRIMARY KEY (rep, effective_at, what, event);
