-- The facts a customer's row is made of; those that a correction voids are taken out, because only
-- what is known now can be searched.
CREATE TABLE fact (
  customer     uuid        NOT NULL,
  position     bigint      NOT NULL,
  event        uuid        NOT NULL,
  effective_at timestamptz NOT NULL,
  recorded_at  timestamptz NOT NULL,
  name         text        NOT NULL,
  payload      text        NOT NULL,
  PRIMARY KEY (customer, position)
);

-- What is true now.
CREATE TABLE customer (
  id             uuid        PRIMARY KEY,
  registered_at  timestamptz NOT NULL,
  -- When we last learned something of what stands here.
  updated_at     timestamptz NOT NULL,
  -- When the next fact dated ahead takes effect; the row is due then.
  next_change_at timestamptz,
  -- NULL while it is not to be found: until the registration takes effect, and once it was merged.
  kind           text,
  name           text,
  -- The name's place in Chinese order (by pinyin), so that no collation of the server is needed.
  name_key       bytea       NOT NULL,
  grade          text,
  colour         text,
  -- No grade comes last.
  grade_key      text COLLATE "C" NOT NULL,
  external_ids   jsonb       NOT NULL,
  fields         jsonb       NOT NULL
) WITH (fillfactor = 85);

-- What it is found by; apart, because it changes seldom and is wide. Whoever stands in
-- found_by_lately is found by what stands there instead.
CREATE TABLE found_by (
  customer uuid      PRIMARY KEY,
  tokens   integer[] NOT NULL,
  words    text      NOT NULL,
  sounds   text      NOT NULL,
  -- The same of the name alone, unless it is a person's: for those who see contact data masked.
  name_words  text   NOT NULL,
  name_sounds text   NOT NULL
);

-- The same of those who changed lately. They are few, so a search looks at all of them: no tokens,
-- no wide index.
CREATE TABLE found_by_lately (
  customer    uuid PRIMARY KEY,
  -- By which transaction.
  written     xid8 NOT NULL,
  words       text NOT NULL,
  sounds      text NOT NULL,
  name_words  text NOT NULL,
  name_sounds text NOT NULL
) WITH (fillfactor = 50);

-- Asked with every batch that changes customers.
CREATE INDEX customer_due ON customer (next_change_at) WHERE next_change_at IS NOT NULL;

-- once filled

CREATE INDEX customer_by_name ON customer (name_key, id);
CREATE INDEX customer_by_updated ON customer (updated_at, id);
CREATE INDEX customer_by_registered ON customer (registered_at, id);
CREATE INDEX customer_by_grade ON customer (grade_key, id);
-- Kilobytes. No batch shall put into their places what waits for these two, as it would have to with
-- the usual 4,096.
CREATE INDEX customer_fields ON customer USING gin (fields jsonb_path_ops)
  WITH (gin_pending_list_limit = 65536);
CREATE INDEX found_by_tokens ON found_by USING gin (tokens)
  WITH (gin_pending_list_limit = 65536);
CREATE INDEX customer_place ON customer (
  ((fields->'location'->'longitude')::float8), ((fields->'location'->'latitude')::float8)
) WHERE fields->'location' IS NOT NULL;
