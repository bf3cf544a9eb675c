-- Work that has its time, as db-scheduler keeps it: one row per thing to be done. Processes compete for
-- a due row by its version, so one of them does it, whichever is up.
CREATE TABLE custody.scheduled_task (
  task_name            text        NOT NULL,
  task_instance        text        NOT NULL,
  task_data            bytea,
  execution_time       timestamptz NOT NULL,
  picked               boolean     NOT NULL,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  -- The sign of life of whoever picked it; without one another process takes it over.
  last_heartbeat       timestamptz,
  version              bigint      NOT NULL,
  priority             smallint,
  PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_task_execution_time ON custody.scheduled_task (execution_time);
CREATE INDEX scheduled_task_last_heartbeat ON custody.scheduled_task (last_heartbeat);

COMMENT ON COLUMN custody.scheduled_task.task_data IS 'JSON without personal data';
