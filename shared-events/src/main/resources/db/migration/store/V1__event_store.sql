-- The event store. What stands here is for ever: see deploy/docs/architecture.md.
-- Every name is qualified, so that it does not matter on whose search_path this runs.
-- The schema itself is made by Flyway, or by an administrator who does not let us.

-- Everything that ever happened, one row per event. The fixed-width columns come first: in this order
-- no row carries padding.
CREATE TABLE custody.event (
  -- CACHE 1 (the default) matters: a session that reserved numbers ahead would hand out small ones late.
  position       bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1) PRIMARY KEY,
  sequence       bigint      NOT NULL CHECK (sequence >= 0),
  recorded_at    timestamptz NOT NULL,
  effective_at   timestamptz NOT NULL,
  stream         uuid        NOT NULL,
  event_id       uuid        NOT NULL,
  revision       integer     NOT NULL CHECK (revision > 0),
  -- Which of the stream's data keys sealed the personal data of this row. No foreign key: the event
  -- outlives its key on purpose.
  key_generation smallint    NOT NULL DEFAULT 1,
  stream_type    text        NOT NULL,
  name           text        NOT NULL,
  -- Text, not jsonb: written faster, read back byte by byte as it was, and still JSON in psql
  -- (payload::jsonb).
  envelope       text        NOT NULL,
  payload        text        NOT NULL,
  -- Two writers that decided on the same state cannot both be right: the second one fails here.
  CONSTRAINT event_stream_sequence_key UNIQUE (stream, sequence),
  -- A retry of an append whose answer was lost cannot write twice, and a correction finds its event.
  CONSTRAINT event_event_id_key UNIQUE (event_id)
);

COMMENT ON TABLE custody.event IS 'Everything recorded, append-only; position order is commit order';
COMMENT ON COLUMN custody.event.recorded_at IS 'when we learned it; assigned by the service';
COMMENT ON COLUMN custody.event.effective_at IS 'since when it is true in the business';
COMMENT ON COLUMN custody.event.payload IS 'JSON; personal parts are {"sealed": ...}';

-- Taken by whoever appends, until the commit is visible to all. A function, so that the number stands
-- in one place.
CREATE FUNCTION custody.take_append_lock() RETURNS void
  LANGUAGE sql VOLATILE AS $$ SELECT pg_advisory_xact_lock(20260701) $$;

-- Readers ask for "position > the last one I saw". That is only safe if a smaller position can never
-- become visible later, although a sequence hands out numbers long before the commit. A statement
-- trigger fires before any row of the statement draws its number, and a transaction's advisory lock goes
-- only after the commit is visible: so numbers are drawn and commits become visible one transaction after
-- the other, and every snapshot sees a prefix. (Numbers may be missing, after a rollback; never late.)
CREATE FUNCTION custody.event_in_commit_order() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  PERFORM custody.take_append_lock();
  RETURN NULL;
END $$;

CREATE TRIGGER event_in_commit_order BEFORE INSERT ON custody.event
  FOR EACH STATEMENT EXECUTE FUNCTION custody.event_in_commit_order();

-- The recorded time of an append: the service's clock, but never before the last recorded time, so that
-- it does not decrease with the position although several services have clocks of their own. A last
-- time more than 5 s ahead is no skew but somebody's broken clock, and is not followed.
-- VOLATILE: the query below must see what was committed before the lock was ours.
CREATE FUNCTION custody.recorded_time(service_clock timestamptz) RETURNS timestamptz
  LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  last_recorded timestamptz;
BEGIN
  PERFORM custody.take_append_lock();
  SELECT recorded_at INTO last_recorded FROM custody.event ORDER BY position DESC LIMIT 1;
  IF last_recorded > service_clock AND last_recorded < service_clock + interval '5 seconds' THEN
    RETURN last_recorded;
  END IF;
  RETURN service_clock;
END $$;

-- Append-only, for the owner too, whom privileges do not bind. ALWAYS: also while replication is applied.
CREATE FUNCTION custody.refuse_change() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege',
          HINT = 'Record a further event that corrects the earlier one.';
END $$;

CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON custody.event
  FOR EACH STATEMENT EXECUTE FUNCTION custody.refuse_change();
ALTER TABLE custody.event ENABLE ALWAYS TRIGGER event_append_only;

-- The key that seals a stream's personal data, wrapped by the master key, which is never in a database.
-- Destroying a key (wrapped = NULL) erases the data it sealed; what is recorded of that stream afterwards
-- is sealed with a key of the next generation.
CREATE TABLE custody.data_key (
  subject      uuid        NOT NULL,
  generation   smallint    NOT NULL CHECK (generation > 0),
  master_key   text        NOT NULL,
  wrapped      bytea,
  created_at   timestamptz NOT NULL DEFAULT now(),
  destroyed_at timestamptz,
  PRIMARY KEY (subject, generation),
  CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
);

COMMENT ON COLUMN custody.data_key.master_key IS 'id of the master key that wrapped it';

-- What only one stream may have, such as a phone number; a keyed hash, never the value.
CREATE TABLE custody.claim (
  kind   text  NOT NULL,
  hash   bytea NOT NULL,
  stream uuid  NOT NULL,
  PRIMARY KEY (kind, hash)
);

CREATE INDEX claim_stream ON custody.claim (stream);

-- What was answered under an idempotency key, kept in the transaction of the events it speaks of.
CREATE TABLE custody.answer (
  key        bytea       PRIMARY KEY,
  request    bytea       NOT NULL,
  receipt    text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX answer_created_at ON custody.answer (created_at);

-- Keyed hashes of a name's parts, to find similar names without having names here.
CREATE TABLE custody.likeness (
  stream uuid     PRIMARY KEY,
  parts  bigint[] NOT NULL
);

CREATE INDEX likeness_parts ON custody.likeness USING gin (parts);

-- Long work and how far it is.
CREATE TABLE custody.operation (
  id         uuid        PRIMARY KEY,
  kind       text        NOT NULL,
  state      text        NOT NULL CHECK (state IN ('running', 'done', 'failed')),
  done       bigint      NOT NULL DEFAULT 0,
  total      bigint,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  ended_at   timestamptz,
  detail     text
);

COMMENT ON COLUMN custody.operation.detail IS 'JSON without personal data';
