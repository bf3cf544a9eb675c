-- What happened to each customer, opened for reading. Insert-only, but for the time of a correction.
-- The state at two times is, per thing, the last fact said of it by (effective_at, position) among those
-- recorded by then, effective by then, and not voided by then.

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
  -- What it says of single things: of a field, a contact, a date... A line each, with tabs between part,
  -- item, field and value, as FactText writes them; null = of none.
  facts        text,
  PRIMARY KEY (customer, position)
);
-- A plan is kept if it is not dearer than one made for the customer asked about. Those of whom there is most
-- would be listed otherwise, and each question about any other be planned anew: twice the work.
ALTER TABLE event ALTER customer SET STATISTICS 1;

-- once filled

CREATE INDEX event_effective ON event (customer, effective_at, position);
CREATE UNIQUE INDEX event_by_id ON event (customer, event);
-- Who was lost, whoever it was.
CREATE INDEX event_of_loss ON event (effective_at, position)
  WHERE name IN ('churn.recorded', 'churn.won-back');
-- Which others are the same customer.
CREATE INDEX event_of_merge ON event ((payload ->> 'into')) WHERE name = 'customer.merged';
