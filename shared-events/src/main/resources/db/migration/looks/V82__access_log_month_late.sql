-- A month can be made although there are entries of it already, written while nobody made months: they move there.
-- The part that held them is replaced as a whole, since none of its rows can be deleted.
CREATE OR REPLACE FUNCTION custody.make_access_log_months(ahead integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  this date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
  late boolean;
  month date;
  part text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('custody.access_log'));
  SELECT EXISTS (
    SELECT FROM custody.access_log_else
    WHERE at >= this::timestamp AT TIME ZONE 'UTC'
      AND at < (this + make_interval(months => ahead + 1)) AT TIME ZONE 'UTC') INTO late;
  IF late THEN
    ALTER TABLE custody.access_log DETACH PARTITION custody.access_log_else;
    ALTER TABLE custody.access_log_else RENAME TO access_log_late;
    CREATE TABLE custody.access_log_else PARTITION OF custody.access_log DEFAULT;
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody.access_log_else
      FOR EACH STATEMENT EXECUTE FUNCTION custody.refuse_change();
  END IF;
  FOR i IN 0 .. ahead LOOP
    month := this + make_interval(months => i);
    part := 'access_log_' || to_char(month, 'YYYY_MM');
    IF to_regclass('custody.' || part) IS NULL THEN
      EXECUTE format(
        'CREATE TABLE custody.%I PARTITION OF custody.access_log FOR VALUES FROM (%L) TO (%L)',
        part, month || ' 00:00+00', (month + interval '1 month')::date || ' 00:00+00');
      EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody.%I'
        || ' FOR EACH STATEMENT EXECUTE FUNCTION custody.refuse_change()', part);
    END IF;
  END LOOP;
  IF late THEN
    INSERT INTO custody.access_log OVERRIDING SYSTEM VALUE SELECT * FROM custody.access_log_late;
    DROP TABLE custody.access_log_late;
  END IF;
END $$;
