-- Where people are signed in, so that each can see it and end what is none of theirs. A session that ends before
-- its time is in ended_session too.
CREATE TABLE custody.session (
  id         uuid        PRIMARY KEY,
  app_user   text        NOT NULL REFERENCES custody.app_user,
  epoch      int         NOT NULL,
  started_at timestamptz NOT NULL,
  renewed_at timestamptz NOT NULL,
  ends_at    timestamptz NOT NULL,
  address    text        NOT NULL,
  agent      text
);

COMMENT ON COLUMN custody.session.epoch IS 'the account''s when it began; those of an earlier epoch are over';

CREATE INDEX session_app_user ON custody.session (app_user);
CREATE INDEX session_ends_at ON custody.session (ends_at);
