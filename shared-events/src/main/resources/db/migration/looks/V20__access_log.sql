-- Who saw, searched, exported, revealed or tried in vain, what, when, from where and why. Written before the
-- answer leaves. A partition per month, so that what need not be kept any longer goes as a whole.
CREATE TABLE custody.access_log (
  at          timestamptz NOT NULL,
  no          bigint      GENERATED ALWAYS AS IDENTITY,
  actor       text        NOT NULL,
  channel     text        NOT NULL,
  action      text        NOT NULL CHECK (action IN ('saw', 'searched', 'exported', 'revealed', 'refused')),
  -- Method and address, with names in place of ids: never what was asked for.
  operation   text        NOT NULL,
  status      smallint    NOT NULL,
  -- The customer asked about; one that was asked for in vain need not exist.
  customer    uuid,
  -- Those that a list showed; null if it was too long, or showed nobody's data.
  customers   uuid[],
  -- How many were shown; null if that is not known beforehand.
  shown       integer,
  -- Keyed hashes of the words searched for: they can be recognised, not read.
  terms       text[],
  -- Sealed under the log's own key.
  reason      bytea,
  address     text        NOT NULL,
  agent       text,
  correlation uuid        NOT NULL,
  PRIMARY KEY (at, no)
) PARTITION BY RANGE (at);

CREATE INDEX access_log_customer ON custody.access_log (customer, at) WHERE customer IS NOT NULL;
CREATE INDEX access_log_actor ON custody.access_log (actor, at);
CREATE INDEX access_log_customers ON custody.access_log USING gin (customers) WHERE customers IS NOT NULL;

-- For what no month was made in time.
CREATE TABLE custody.access_log_else PARTITION OF custody.access_log DEFAULT;

CREATE TRIGGER access_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody.access_log
  FOR EACH STATEMENT EXECUTE FUNCTION custody.refuse_change();

-- Partitions from this month on. By the owner's right, so that whoever writes the log need not own it.
CREATE FUNCTION custody.make_access_log_months(ahead integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  month date;
  part text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('custody.access_log'));
  FOR i IN 0 .. ahead LOOP
    month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i))::date;
    part := 'access_log_' || to_char(month, 'YYYY_MM');
    IF to_regclass('custody.' || part) IS NULL THEN
      EXECUTE format(
        'CREATE TABLE custody.%I PARTITION OF custody.access_log FOR VALUES FROM (%L) TO (%L)',
        part, month || ' 00:00+00', (month + interval '1 month')::date || ' 00:00+00');
      EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody.%I'
        || ' FOR EACH STATEMENT EXECUTE FUNCTION custody.refuse_change()', part);
    END IF;
  END LOOP;
END $$;

-- Whole months that ended before; never less than six months are kept.
CREATE FUNCTION custody.drop_access_log_months(months_kept integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  part text;
  oldest text := 'access_log_' || to_char(
    date_trunc('month', now() AT TIME ZONE 'UTC') - make_interval(months => greatest(months_kept, 6)),
    'YYYY_MM');
BEGIN
  FOR part IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'custody.access_log'::regclass AND c.relname ~ '^access_log_\d{4}_\d{2}$'
      AND c.relname < oldest
  LOOP
    EXECUTE format('DROP TABLE custody.%I', part);
  END LOOP;
END $$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody.access_log_else
  FOR EACH STATEMENT EXECUTE FUNCTION custody.refuse_change();

SELECT custody.make_access_log_months(3);
