-- Every event of every stream without its content: where it stands, who caused it, what caused it.
-- Insert-only.

CREATE TABLE event (
  position     bigint      NOT NULL,
  sequence     bigint      NOT NULL,
  recorded_at  timestamptz NOT NULL,
  effective_at timestamptz NOT NULL,
  event        uuid        NOT NULL,
  stream       uuid        NOT NULL,
  correlation  uuid        NOT NULL,
  -- The event that caused this one directly.
  cause        uuid,
  -- What the stream is: customer, rep, rule, handover or erasure.
  kind         text COLLATE "C" NOT NULL,
  name         text COLLATE "C" NOT NULL,
  actor        text        NOT NULL,
  channel      text        NOT NULL
);

-- once filled

CREATE UNIQUE INDEX event_by_id ON event (event);
CREATE INDEX event_by_correlation ON event (correlation, position);
CREATE INDEX event_by_cause ON event (cause, position) WHERE cause IS NOT NULL;
-- A customer's events are its history's.
CREATE INDEX event_by_stream ON event (stream, position) WHERE kind <> 'customer';
