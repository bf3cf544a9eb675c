-- How far each view has come; written in the transaction that changes the view's tables.
-- (Migrations of all directories share one sequence of numbers.)
CREATE TABLE custody.view_position (
  view        text        PRIMARY KEY,
  version     integer     NOT NULL,
  position    bigint      NOT NULL,
  recorded_at timestamptz,
  updated_at  timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN custody.view_position.version IS 'of the tables and of what stands in them';
COMMENT ON COLUMN custody.view_position.position IS 'of the last event applied';
COMMENT ON COLUMN custody.view_position.recorded_at IS 'of the last event applied';
