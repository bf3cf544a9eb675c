-- Profile axon-server: the events are in Axon Server, what stands beside them stays here. Both cannot be
-- written in one transaction, so what belongs to an append is reserved here before it, and confirmed
-- after it. A reservation that outlives its append's process is settled by looking its events up, and
-- sending them again if they are not there: they take their place once, or another event has it.

CREATE TABLE custody.reservation (
  -- One at a time per stream: what two appends to a stream claim and release happens in their order.
  stream      uuid        PRIMARY KEY,
  -- The id of its first event.
  append      uuid        NOT NULL UNIQUE,
  -- As they are sent to Axon Server, personal data sealed.
  events      bytea[]     NOT NULL,
  -- Whose keys are destroyed with it, and which keys are made for it and stay.
  erased      uuid[]      NOT NULL,
  keys        text[]      NOT NULL,
  released    jsonb       NOT NULL,
  likeness    bigint[],
  reserved_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE custody.reservation IS 'Appends on their way to Axon Server';
COMMENT ON COLUMN custody.reservation.released IS 'claims given up with it: [{"kind": ..., "hash": ...}]';

-- Null = it holds. Else it holds if that append takes place.
ALTER TABLE custody.claim ADD COLUMN reservation uuid;
ALTER TABLE custody.answer ADD COLUMN reservation uuid;
CREATE INDEX claim_reservation ON custody.claim (reservation) WHERE reservation IS NOT NULL;
CREATE INDEX answer_reservation ON custody.answer (reservation) WHERE reservation IS NOT NULL;

-- Where the events are that all this stands beside, if not in custody.event. One row, or none.
CREATE TABLE custody.event_store (
  single  boolean PRIMARY KEY DEFAULT true CHECK (single),
  context text    NOT NULL
);

COMMENT ON TABLE custody.event_store IS 'The Axon Server context this database belongs to, if any';
