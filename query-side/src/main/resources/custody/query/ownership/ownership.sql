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
  PRIMARY KEY (customer, position, known_from),
  CHECK (num_nonnulls(rep, pool) = 1)
);

-- At every instant of knowledge a customer's intervals follow each other from registration on, without
-- gap or overlap. (Not before the registration is known: a clock that was put back may have recorded
-- moves at earlier times.) The triggers below make the database refuse anything else, for all customers that a
-- statement touches at once. (Two WITHOUT OVERLAPS keys and a PERIOD foreign key say the same; measured
-- on 50,000 rows they cost 36 us a row, this 8, and a statement is the unit in which the fold writes.)
--
-- What was known can only have changed from the given moments on; between two moments at which an
-- interval begins or ends to be known, nothing changes.
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
    SELECT t.customer, t.since, r.effective_at AS registered, r.recorded_at
    FROM unnest(customers, moments) t (customer, since)
    LEFT JOIN LATERAL (
      SELECT effective_at, recorded_at FROM move m
      WHERE m.customer = t.customer ORDER BY position LIMIT 1) r ON true
  ), moment AS (
    SELECT t.customer, t.registered, k.at
    FROM touched t
    JOIN held h ON h.customer = t.customer,
    LATERAL (VALUES (h.known_from), (h.known_to)) k (at)
    WHERE k.at >= t.since AND k.at >= t.recorded_at AND k.at < 'infinity'
    UNION SELECT t.customer, t.registered, greatest(t.since, t.recorded_at) FROM touched t
    UNION SELECT t.customer, t.registered, t.recorded_at FROM touched t
  ), tile AS (
    SELECT m.customer, m.registered, m.at, h.valid_from, h.valid_to,
      lead(h.valid_from, 1, 'infinity') OVER w AS next, row_number() OVER w AS nr
    FROM moment m
    LEFT JOIN held h ON h.customer = m.customer AND h.known_from <= m.at AND m.at < h.known_to
    WINDOW w AS (PARTITION BY m.customer, m.at ORDER BY h.valid_from)
  )
  SELECT t.customer, t.at INTO broken
  FROM tile t
  WHERE t.registered IS NULL
    OR t.valid_to IS DISTINCT FROM t.next
    OR (t.nr = 1 AND t.valid_from > t.registered)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the intervals of customer %, as known at %, have a gap or an overlap',
      broken.customer, broken.at
      USING ERRCODE = 'exclusion_violation', TABLE = 'held', CONSTRAINT = 'no_gap_no_overlap';
  END IF;
END $$;

CREATE FUNCTION held_changed() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  -- The schema is renamed when a rebuilt copy takes over, so it is looked up, not written down.
  IF current_schema() IS DISTINCT FROM TG_TABLE_SCHEMA THEN
    PERFORM set_config('search_path', quote_ident(TG_TABLE_SCHEMA) || ', public', true);
  END IF;
  CASE TG_OP
    WHEN 'INSERT' THEN
      PERFORM refuse_gap_or_overlap(array_agg(customer), array_agg(since))
      FROM (SELECT customer, min(known_from) FROM written GROUP BY customer) t (customer, since);
    WHEN 'DELETE' THEN
      PERFORM refuse_gap_or_overlap(array_agg(customer), array_agg(since))
      FROM (SELECT customer, min(known_from) FROM gone GROUP BY customer) t (customer, since);
    WHEN 'UPDATE' THEN
      PERFORM refuse_gap_or_overlap(array_agg(customer), array_agg(since))
      FROM (
        SELECT coalesce(w.customer, g.customer),
          min(CASE
            -- Only the end of its being known moved, as when something new was learned.
            WHEN (w.valid_from, w.valid_to) = (g.valid_from, g.valid_to)
              THEN least(w.known_to, g.known_to)
            ELSE least(w.known_from, g.known_from)
          END)
        FROM written w FULL JOIN gone g USING (customer, position, known_from)
        GROUP BY 1) t (customer, since);
  END CASE;
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
CREATE INDEX cover_rep ON cover (rep, customer, valid_from) INCLUDE (valid_to, known_from, known_to);

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
CREATE INDEX collaborator_rep ON collaborator (rep, customer, valid_from)
  INCLUDE (valid_to, known_from, known_to);

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
CREATE INDEX steward_account ON steward (account, customer, valid_from)
  INCLUDE (valid_to, known_from, known_to);

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
