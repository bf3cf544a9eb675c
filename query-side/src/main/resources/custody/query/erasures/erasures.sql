-- Erasure cases. Of the person only ids are here.
CREATE TABLE erasure (
  id           uuid        PRIMARY KEY,
  kind         text        NOT NULL,
  stream       uuid        NOT NULL,
  contact      uuid,
  basis        text        NOT NULL,
  state        text COLLATE "C" NOT NULL,
  requested_by text        NOT NULL,
  requested_at timestamptz NOT NULL,
  reason       json,
  decided_by   text,
  decided_at   timestamptz,
  decision     json,
  -- First erased then; a backup brought the person back since.
  reapplied_at timestamptz,
  completed_at timestamptz,
  event        uuid,
  keys         json,
  removed      json,
  version      bigint      NOT NULL
);
CREATE INDEX erasure_latest ON erasure (requested_at DESC, id DESC);
