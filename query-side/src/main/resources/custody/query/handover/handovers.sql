-- One row per case: what its events add up to.
CREATE TABLE handover (
  id        uuid        PRIMARY KEY,
  version   bigint      NOT NULL,
  status    text        NOT NULL,
  opened_at timestamptz NOT NULL,
  from_reps uuid[]      NOT NULL,
  state     json        NOT NULL
);
CREATE INDEX handover_opened ON handover (opened_at, id);
CREATE INDEX handover_planned ON handover (id) WHERE status = 'planned';

-- The frozen plan, and what became of each customer: planned, moved, failed, returned, kept.
CREATE TABLE allotted (
  handover uuid     NOT NULL,
  customer uuid     NOT NULL,
  from_rep uuid     NOT NULL,
  to_rep   uuid,
  to_pool  text,
  rule     smallint NOT NULL,
  state    text     NOT NULL,
  -- Why it was left alone.
  code     text,
  PRIMARY KEY (handover, customer),
  CHECK (num_nonnulls(to_rep, to_pool) = 1)
);
CREATE INDEX allotted_receiver ON allotted (handover, to_rep, customer);
CREATE INDEX allotted_customer ON allotted (customer);

-- What happened to a case, but for its lists of customers.
CREATE TABLE entry (
  handover     uuid        NOT NULL,
  sequence     bigint      NOT NULL,
  event        uuid        NOT NULL,
  name         text        NOT NULL,
  recorded_at  timestamptz NOT NULL,
  effective_at timestamptz NOT NULL,
  actor        text        NOT NULL,
  channel      text        NOT NULL,
  reason       json,
  PRIMARY KEY (handover, sequence)
);
