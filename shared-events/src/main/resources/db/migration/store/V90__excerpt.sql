-- Which events of a long stream say all that most commands ask about: what later ones took the place of
-- need not be read. It says nothing that the events do not say, may be emptied at any time, and is
-- noted anew when a stream is read.
CREATE TABLE custody.excerpt (
  stream    uuid     PRIMARY KEY,
  -- By which rule it was noted; another build may need other events.
  rule      integer  NOT NULL CHECK (rule >= 0),
  -- The sequence of the last event that was known; later ones are read whatever they are.
  up_to     bigint   NOT NULL,
  sequences bigint[] NOT NULL
);

COMMENT ON TABLE custody.excerpt IS 'Which events of a long stream are still needed; derived, may be emptied';
