-- What falls due is judged by these facts, as known now: what a correction voids is taken out. The
-- command side reads them too (custody.service.agenda), so a change here is a change there.

-- How far each customer's stream is known here: whoever acts on these facts names it, and is refused if
-- anything happened since.
CREATE TABLE customer (
  customer uuid   PRIMARY KEY,
  version  bigint NOT NULL
) WITH (fillfactor = 80);

-- From valid_from to valid_to (exclusive, `infinity` = no end) this holds of the item.
CREATE TABLE name (
  stream     uuid             NOT NULL,
  item       text COLLATE "C" NOT NULL,
  valid_from timestamptz      NOT NULL,
  valid_to   timestamptz      NOT NULL,
  name       text
);
CREATE INDEX name_stream ON name (stream);

-- Who has the customer; nobody while it goes on as another entry that it was merged into.
CREATE TABLE holder (
  stream     uuid             NOT NULL,
  item       text COLLATE "C" NOT NULL,
  valid_from timestamptz      NOT NULL,
  valid_to   timestamptz      NOT NULL,
  rep        uuid,
  pool       text
);
CREATE INDEX holder_stream ON holder (stream);

CREATE TABLE grade (
  stream     uuid             NOT NULL,
  item       text COLLATE "C" NOT NULL,
  valid_from timestamptz      NOT NULL,
  valid_to   timestamptz      NOT NULL,
  grade      text             NOT NULL
);
CREATE INDEX grade_stream ON grade (stream);

CREATE TABLE follow_up (
  stream      uuid             NOT NULL,
  item        text COLLATE "C" NOT NULL,
  valid_from  timestamptz      NOT NULL,
  valid_to    timestamptz      NOT NULL,
  occurred_at timestamptz      NOT NULL,
  medium      text             NOT NULL,
  outcome     text,
  rep         uuid,
  -- What was promised, unless it is done.
  open_step   boolean          NOT NULL,
  step        text,
  step_due    date,
  -- Once said, whatever is amended later.
  done        boolean          NOT NULL
);
CREATE INDEX follow_up_stream ON follow_up (stream, occurred_at) INCLUDE (medium, outcome, valid_from, valid_to);

CREATE TABLE important_date (
  stream      uuid             NOT NULL,
  item        text COLLATE "C" NOT NULL,
  valid_from  timestamptz      NOT NULL,
  valid_to    timestamptz      NOT NULL,
  kind        text             NOT NULL,
  label       text,
  day         date             NOT NULL,
  calendar    text             NOT NULL,
  yearly      boolean          NOT NULL,
  remind_days integer          NOT NULL
);
CREATE INDEX important_date_stream ON important_date (stream);

CREATE TABLE cover (
  stream     uuid             NOT NULL,
  item       text COLLATE "C" NOT NULL,
  valid_from timestamptz      NOT NULL,
  valid_to   timestamptz      NOT NULL,
  owner      uuid             NOT NULL,
  rep        uuid             NOT NULL
);
CREATE INDEX cover_stream ON cover (stream);

CREATE TABLE steward (
  stream     uuid             NOT NULL,
  item       text COLLATE "C" NOT NULL,
  valid_from timestamptz      NOT NULL,
  valid_to   timestamptz      NOT NULL,
  account    text COLLATE "C" NOT NULL
);
CREATE INDEX steward_stream ON steward (stream);

CREATE TABLE exemption (
  stream     uuid             NOT NULL,
  item       text COLLATE "C" NOT NULL,
  valid_from timestamptz      NOT NULL,
  valid_to   timestamptz      NOT NULL,
  -- NULL = from any rule.
  rule       uuid
);
CREATE INDEX exemption_stream ON exemption (stream);

-- Where reps belong; nowhere before they join and after they leave.
CREATE TABLE post (
  stream     uuid             NOT NULL,
  item       text COLLATE "C" NOT NULL,
  valid_from timestamptz      NOT NULL,
  valid_to   timestamptz      NOT NULL,
  team       text             NOT NULL,
  territory  text             NOT NULL,
  name       text
);
CREATE INDEX post_stream ON post (stream);

-- Handover cases, and whom their frozen plans name: rules keep off what a case is about to move.
CREATE TABLE handover (
  handover   uuid   PRIMARY KEY,
  from_reps  uuid[] NOT NULL,
  -- open, planned, approved, running (paused too), ended, undoing
  status     text COLLATE "C" NOT NULL,
  planned_by text
);
CREATE INDEX handover_under_way ON handover (status) WHERE status <> 'ended';

CREATE TABLE handover_customer (
  handover uuid NOT NULL,
  customer uuid NOT NULL,
  PRIMARY KEY (handover, customer)
);
CREATE INDEX handover_customer_customer ON handover_customer (customer);

-- Every version of every rule.
CREATE TABLE rule (
  rule         uuid        NOT NULL,
  version      bigint      NOT NULL,
  position     bigint      NOT NULL,
  event        uuid        NOT NULL,
  effective_at timestamptz NOT NULL,
  recorded_at  timestamptz NOT NULL,
  actor        text        NOT NULL,
  reason       text,
  -- NULL: withdrawn.
  payload      text,
  PRIMARY KEY (rule, version)
);

-- once filled
CREATE INDEX holder_rep ON holder (rep, valid_to) WHERE rep IS NOT NULL;
CREATE INDEX follow_up_open_step ON follow_up (stream) WHERE open_step;
CREATE INDEX cover_rep ON cover (rep, valid_to);
CREATE INDEX steward_account ON steward (account, valid_to);
