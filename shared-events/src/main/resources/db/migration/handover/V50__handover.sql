-- The last assignment worked out for a handover case: written by the query side, from its views, and
-- frozen as events by the command side when it is approved.
CREATE TABLE custody.handover_draft (
  handover uuid        PRIMARY KEY,
  plan     int         NOT NULL,
  digest   text        NOT NULL,
  made_at  timestamptz NOT NULL,
  body     text        NOT NULL
);

COMMENT ON COLUMN custody.handover_draft.body IS 'JSON without personal data';
