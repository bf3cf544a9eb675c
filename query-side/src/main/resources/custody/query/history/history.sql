-- What happened to each customer, opened for reading. Insert-only, but for the time of a correction.

CREATE TABLE event (
  customer     uuid        NOT NULL,
  position     bigint      NOT NULL,
  sequence     bigint      NOT NULL,
  event        uuid        NOT NULL,
  recorded_at  timestamptz NOT NULL,
  effective_at timestamptz NOT NULL,
  -- When and by which event it was voided: the first such correction.
  voided_at    timestamptz,
  voided_by    bigint,
  name         text COLLATE "C" NOT NULL,
  actor        text        NOT NULL,
  channel      text        NOT NULL,
  reason       json,
  source       json,
  payload      json        NOT NULL,
  PRIMARY KEY (customer, position)
);

-- What an event says of one thing: of a field, a contact, a date... The state at two times is, per
-- thing, the last one said by (effective_at, position) among those recorded by then, effective by
-- then, and not voided by then.
CREATE TABLE fact (
  customer     uuid        NOT NULL,
  position     bigint      NOT NULL,
  effective_at timestamptz NOT NULL,
  recorded_at  timestamptz NOT NULL,
  voided_at    timestamptz,
  -- As in the profile's JSON: fields, contacts, dates...
  part         text COLLATE "C" NOT NULL,
  -- Which one of the part, by id or name; '' where there is only one.
  item         text COLLATE "C" NOT NULL,
  -- A field of it; '' is the item itself: whether it is there.
  field        text COLLATE "C" NOT NULL,
  -- In the form in which it is answered; null = nothing from here on.
  value        json
);
CREATE INDEX fact_of_customer ON fact (customer, position);

-- once filled

CREATE INDEX event_effective ON event (customer, effective_at, position);
CREATE UNIQUE INDEX event_by_id ON event (customer, event);
-- Who was lost, and who complained, whoever it was.
CREATE INDEX fact_of_care ON fact (part, effective_at, position)
  WHERE part IN ('churn', 'complaints') AND field = '';
-- Which others are the same customer.
CREATE INDEX fact_of_merge ON fact ((value #>> '{}')) WHERE part = 'mergedInto';
