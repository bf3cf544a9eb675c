-- Whose data key sealed the event, if not the stream's own: a contact person has one too, so that one
-- person's data can be erased alone.
ALTER TABLE custody.event ADD COLUMN key_subject uuid;

COMMENT ON COLUMN custody.event.key_subject IS 'whose data key sealed it; null = the stream''s';

-- The customer whose contact person has this key; destroyed together with the customer's.
ALTER TABLE custody.data_key ADD COLUMN stream uuid;

CREATE INDEX data_key_stream ON custody.data_key (stream) WHERE stream IS NOT NULL;

-- Erasure cases that are not settled; what they are stands in their events. A row is there before the
-- first event is, so that no case is forgotten by a process that dies.
CREATE TABLE custody.erasure (
  id        uuid        PRIMARY KEY,
  opened_at timestamptz NOT NULL DEFAULT now()
);

-- What has been removed for a case so far, by store; becomes the proof.
CREATE TABLE custody.erasure_step (
  erasure uuid        NOT NULL,
  store   text        NOT NULL,
  removed bigint      NOT NULL,
  at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (erasure, store)
);

-- Who was erased, by ids only; the same list is kept in a file outside of the database, so that an older
-- backup does not bring them back.
CREATE TABLE custody.tombstone (
  erasure      uuid        PRIMARY KEY,
  kind         text        NOT NULL,
  stream       uuid        NOT NULL,
  contact      uuid,
  -- Keys made before were destroyed, later ones are none of its business.
  erased_at    timestamptz NOT NULL,
  basis        text        NOT NULL,
  requested_by text        NOT NULL,
  approved_by  text        NOT NULL
);
