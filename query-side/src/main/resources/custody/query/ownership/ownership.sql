-- What the fold goes through: every event that put a customer somewhere.
CREATE TABLE move (
  customer     uuid        NOT NULL,
  position     bigint      NOT NULL,
  event        uuid        NOT NULL,
  effective_at timestamptz NOT NULL,
  recorded_at  timestamptz NOT NULL,
  -- When the correction that voids it was recorded.
  voided_at    timestamptz,
  rep          uuid,
  pool         text,
  actor        text        NOT NULL,
  channel      text        NOT NULL,
  reason       text,
  -- The reason was given, and its personal data has been erased since.
  reason_erased boolean    NOT NULL,
  PRIMARY KEY (customer, position),
  CHECK (num_nonnulls(rep, pool) = 1)
);

-- What the fold makes of them: the customer was there from valid_from to valid_to (exclusive), as we
-- took it to be from known_from to known_to (exclusive). `infinity` = no end.
CREATE TABLE held (
  customer   uuid        NOT NULL,
  position   bigint      NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz NOT NULL CHECK (valid_from < valid_to),
  known_from timestamptz NOT NULL,
  known_to   timestamptz NOT NULL CHECK (known_from < known_to),
  event      uuid        NOT NULL,
  rep        uuid,
  pool       text,
  PRIMARY KEY (customer, known_from, position),
  CHECK (num_nonnulls(rep, pool) = 1)
);
CREATE INDEX held_known_to ON held (customer, known_to) WHERE known_to < 'infinity';

-- At every instant of knowledge a customer's intervals follow each other from registration on, without
-- gap or overlap. (Not before the registration is known: a clock that was put back may have recorded
-- moves at earlier times.) The triggers below make the database refuse anything else, for all customers that a
-- statement touches at once. (Two WITHOUT OVERLAPS keys and a PERIOD foreign key say the same, and cost
-- several times as much; and a statement is the unit in which the fold writes.)
--
-- They do so by induction, because a customer's intervals are many after many moves, and those that a
-- statement changes are few. How many intervals cover an instant is a step function of it: one more
-- from each valid_from on, one less from each valid_to on. Without gap or overlap it is one. It is one when
-- the registration becomes known, and it stays the same at each later moment if the steps of the intervals
-- that begin to be known there are those of the intervals that cease to be. Only the moments at which a
-- statement changed what begins or ceases need to be looked at.
CREATE FUNCTION refuse_gap_or_overlap(customers uuid[], moments timestamptz[]) RETURNS void
  LANGUAGE plpgsql
  -- The plan is made once per session, in a rebuild while the tables are empty: without this it would
  -- read them from end to end for ever after.
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  broken record;
BEGIN
  -- Two transactions that do not see each other yet could each be right, and both together wrong.
  PERFORM pg_advisory_xact_lock(hashtext(current_schema() || '.held'));

  WITH touched AS (
    SELECT t.customer, t.at, r.effective_at AS registered, r.recorded_at
    FROM unnest(customers, moments) t (customer, at)
    LEFT JOIN LATERAL (
      SELECT effective_at, recorded_at FROM move m
      WHERE m.customer = t.customer ORDER BY position LIMIT 1) r ON true
  ), step AS (
    SELECT t.customer, t.at
    FROM touched t, LATERAL (
      SELECT valid_from, valid_to, 1 AS more FROM held h
      WHERE h.customer = t.customer AND h.known_from = t.at
      UNION ALL
      SELECT valid_from, valid_to, -1 FROM held h
      WHERE h.customer = t.customer AND h.known_to = t.at AND h.known_to < 'infinity'
    ) h, LATERAL (VALUES
      -- What is said of times before the registration is no matter here.
      (greatest(valid_from, registered), more), (greatest(valid_to, registered), -more)
    ) s (instant, more)
    WHERE t.at > t.recorded_at
    GROUP BY t.customer, t.at, s.instant
    HAVING sum(s.more) <> 0
  ), tile AS (
    SELECT t.customer, t.at, t.registered, h.valid_from, h.valid_to,
      lead(h.valid_from, 1, 'infinity') OVER w AS next, row_number() OVER w AS nr
    FROM (
      SELECT DISTINCT customer, registered, recorded_at FROM touched WHERE at <= recorded_at
    ) t (customer, registered, at)
    LEFT JOIN held h ON h.customer = t.customer AND h.known_from <= t.at AND t.at < h.known_to
      AND h.valid_to > t.registered
    WINDOW w AS (PARTITION BY t.customer ORDER BY h.valid_from)
  )
  SELECT x.customer, x.at INTO broken
  FROM (
    SELECT customer, at FROM touched WHERE registered IS NULL
    UNION ALL
    SELECT customer, at FROM step
    UNION ALL
    SELECT customer, at FROM tile
    WHERE valid_to IS DISTINCT FROM next OR (nr = 1 AND valid_from > registered)
  ) x
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the intervals of customer %, as known at %, have a gap or an overlap',
      broken.customer, broken.at
      USING ERRCODE = 'exclusion_violation', TABLE = 'held', CONSTRAINT = 'no_gap_no_overlap';
  END IF;
END $$;

CREATE FUNCTION held_changed() RETURNS trigger
  LANGUAGE plpgsql AS $$
DECLARE
  before text := current_setting('search_path');
BEGIN
  -- The schema is renamed when a rebuilt copy takes over, so it is looked up, not written down. It is
  -- put back below: a session that is told of another search path forgets its prepared statements.
  PERFORM set_config('search_path', quote_ident(TG_TABLE_SCHEMA) || ', public', true);
  CASE TG_OP
    WHEN 'INSERT' THEN
      PERFORM refuse_gap_or_overlap(array_agg(customer), array_agg(at))
      FROM (
        SELECT customer, known_from FROM written UNION SELECT customer, known_to FROM written
      ) t (customer, at)
      WHERE at < 'infinity';
    WHEN 'DELETE' THEN
      PERFORM refuse_gap_or_overlap(array_agg(customer), array_agg(at))
      FROM (
        SELECT customer, known_from FROM gone UNION SELECT customer, known_to FROM gone
      ) t (customer, at)
      WHERE at < 'infinity';
    WHEN 'UPDATE' THEN
      PERFORM refuse_gap_or_overlap(array_agg(customer), array_agg(at))
      FROM (
        WITH now AS (
          SELECT customer, known_from AS at, true AS begins, valid_from, valid_to FROM written
          UNION ALL SELECT customer, known_to, false, valid_from, valid_to FROM written
        ), before AS (
          SELECT customer, known_from AS at, true AS begins, valid_from, valid_to FROM gone
          UNION ALL SELECT customer, known_to, false, valid_from, valid_to FROM gone
        )
        SELECT customer, at FROM (TABLE now EXCEPT ALL TABLE before) x
        UNION
        SELECT customer, at FROM (TABLE before EXCEPT ALL TABLE now) x
      ) t
      WHERE at < 'infinity';
  END CASE;
  PERFORM set_config('search_path', before, true);
  RETURN NULL;
END $$;

CREATE TRIGGER held_inserted AFTER INSERT ON held REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION held_changed();
CREATE TRIGGER held_updated AFTER UPDATE ON held
  REFERENCING OLD TABLE AS gone NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION held_changed();
CREATE TRIGGER held_deleted AFTER DELETE ON held REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION held_changed();

-- What the second fold goes through: every event that gives something for a time, or ends it.
CREATE TABLE term (
  customer      uuid        NOT NULL,
  position      bigint      NOT NULL,
  event         uuid        NOT NULL,
  effective_at  timestamptz NOT NULL,
  recorded_at   timestamptz NOT NULL,
  -- When the correction that voids it was recorded.
  voided_at     timestamptz,
  -- cover, collaborator, steward or exemption; which one; whether it gives or ends it.
  kind          text        NOT NULL,
  id            uuid        NOT NULL,
  gives         boolean     NOT NULL,
  until         timestamptz,
  owner         uuid,
  rep           uuid,
  account       text,
  rule          uuid,
  actor         text        NOT NULL,
  channel       text        NOT NULL,
  reason        text,
  reason_erased boolean     NOT NULL,
  PRIMARY KEY (customer, position)
);

-- What it makes of them, in the form of `held`: in force from valid_from to valid_to (exclusive), as we
-- took it to be from known_from to known_to (exclusive). A cover is cut by the intervals in which its
-- owner had the customer, so one range check says who stands in; where the owner had it twice, one
-- cover is two rows. `position` and `event` are of what gave it.
CREATE TABLE cover (
  customer   uuid        NOT NULL,
  cover      uuid        NOT NULL,
  position   bigint      NOT NULL,
  event      uuid        NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz NOT NULL CHECK (valid_from < valid_to),
  known_from timestamptz NOT NULL,
  known_to   timestamptz NOT NULL CHECK (known_from < known_to),
  -- Whom it is for, and who stands in.
  owner      uuid        NOT NULL,
  rep        uuid        NOT NULL,
  PRIMARY KEY (customer, cover, valid_from, known_from)
);

CREATE TABLE collaborator (
  customer     uuid        NOT NULL,
  collaborator uuid        NOT NULL,
  position     bigint      NOT NULL,
  event        uuid        NOT NULL,
  valid_from   timestamptz NOT NULL,
  valid_to     timestamptz NOT NULL CHECK (valid_from < valid_to),
  known_from   timestamptz NOT NULL,
  known_to     timestamptz NOT NULL CHECK (known_from < known_to),
  rep          uuid        NOT NULL,
  PRIMARY KEY (customer, collaborator, valid_from, known_from)
);

CREATE TABLE steward (
  customer   uuid        NOT NULL,
  steward    uuid        NOT NULL,
  position   bigint      NOT NULL,
  event      uuid        NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz NOT NULL CHECK (valid_from < valid_to),
  known_from timestamptz NOT NULL,
  known_to   timestamptz NOT NULL CHECK (known_from < known_to),
  -- user:<name> or rep:<id>
  account    text        NOT NULL,
  PRIMARY KEY (customer, steward, valid_from, known_from)
);

CREATE TABLE exemption (
  customer   uuid        NOT NULL,
  exemption  uuid        NOT NULL,
  position   bigint      NOT NULL,
  event      uuid        NOT NULL,
  valid_from timestamptz NOT NULL,
  valid_to   timestamptz NOT NULL CHECK (valid_from < valid_to),
  known_from timestamptz NOT NULL,
  known_to   timestamptz NOT NULL CHECK (known_from < known_to),
  -- From this one only; null = any.
  rule       uuid,
  PRIMARY KEY (customer, exemption, valid_from, known_from)
);

-- once filled

-- Who had it at a time, as known now: one range scan, without the table.
CREATE INDEX held_now ON held (customer, valid_from) INCLUDE (valid_to, rep, pool, event)
  WHERE known_to = 'infinity';
CREATE INDEX held_rep ON held (rep, customer, valid_from) INCLUDE (valid_to, known_from, known_to)
  WHERE rep IS NOT NULL;
CREATE INDEX held_pool ON held (pool, customer, valid_from) INCLUDE (valid_to, known_from, known_to)
  WHERE pool IS NOT NULL;

CREATE INDEX cover_rep ON cover (rep, customer, valid_from) INCLUDE (valid_to, known_from, known_to);
CREATE INDEX collaborator_rep ON collaborator (rep, customer, valid_from)
  INCLUDE (valid_to, known_from, known_to);
CREATE INDEX steward_account ON steward (account, customer, valid_from)
  INCLUDE (valid_to, known_from, known_to);
