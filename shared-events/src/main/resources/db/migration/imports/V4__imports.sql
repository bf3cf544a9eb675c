-- Files being imported, what is left to do of them, and what was to be said of their rows. Whatever
-- may be personal is sealed under a key of the import's own.
CREATE TABLE custody.import (
  id           uuid        PRIMARY KEY REFERENCES custody.operation,
  actor        text        NOT NULL,
  dry_run      boolean     NOT NULL,
  phase        text        NOT NULL
    CHECK (phase IN ('staging', 'applying', 'reporting', 'done', 'failed')),
  -- What "the time of the import" means in it.
  imported_at  timestamptz NOT NULL,
  mapping      bytea       NOT NULL,
  file         bytea       NOT NULL,
  rows_read    bigint      NOT NULL DEFAULT 0,
  facts        bigint      NOT NULL DEFAULT 0,
  created      bigint      NOT NULL DEFAULT 0,
  amended      bigint      NOT NULL DEFAULT 0,
  unchanged    bigint      NOT NULL DEFAULT 0,
  warnings     bigint      NOT NULL DEFAULT 0,
  rejected     bigint      NOT NULL DEFAULT 0,
  -- The process that works on it, as long as it says so.
  lease        uuid,
  leased_until timestamptz,
  ended_at     timestamptz
);

-- The uploaded file, until the import has ended.
CREATE TABLE custody.import_part (
  import uuid  NOT NULL REFERENCES custody.import,
  no     int   NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (import, no)
);

-- What the file says happened and is not recorded yet; a fact leaves when it has been dealt with.
CREATE TABLE custody.import_fact (
  import  uuid        NOT NULL REFERENCES custody.import,
  -- Reps (0) go before customers (1), who refer to them.
  kind    smallint    NOT NULL,
  -- Keyed hash of the customer or rep.
  stream  text        NOT NULL,
  -- Effective order within a stream; corrections come last.
  at      timestamptz NOT NULL,
  rank    smallint    NOT NULL,
  row     bigint      NOT NULL,
  part    int         NOT NULL,
  -- Keyed hashes that find a record which stands in the file twice.
  record  text        NOT NULL,
  content text        NOT NULL,
  sealed  bytea       NOT NULL,
  PRIMARY KEY (import, kind, stream, at, rank, row, part)
);

CREATE TABLE custody.import_report (
  import  uuid   NOT NULL REFERENCES custody.import,
  no      bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  row     bigint NOT NULL,
  target  text   NOT NULL,
  outcome text   NOT NULL,
  code    text   NOT NULL,
  detail  text   NOT NULL,
  PRIMARY KEY (import, no)
);

COMMENT ON COLUMN custody.import_report.detail IS 'names columns, never what stands in them';

-- Rejected rows as they stood in the file.
CREATE TABLE custody.import_reject (
  import uuid   NOT NULL REFERENCES custody.import,
  row    bigint NOT NULL,
  sealed bytea  NOT NULL,
  PRIMARY KEY (import, row)
);

CREATE INDEX import_report_row ON custody.import_report (import, row);
