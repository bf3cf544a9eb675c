-- Who may come in. Users are no events: what they did is, under a name that is never given again.
CREATE TABLE custody.app_user (
  name        text        PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
  roles       text[]      NOT NULL,
  teams       text[]      NOT NULL,
  rep         uuid        UNIQUE,
  password    text,
  active      boolean     NOT NULL DEFAULT true,
  epoch       int         NOT NULL DEFAULT 1,
  version     bigint      NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL,
  password_at timestamptz
);

COMMENT ON COLUMN custody.app_user.password IS 'hash, with the algorithm in front; null until the user has set one';
COMMENT ON COLUMN custody.app_user.epoch IS 'tokens of an earlier epoch are refused';

CREATE TABLE custody.service_account (
  name              text        PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9._-]{0,99}$'),
  scopes            text[]      NOT NULL,
  teams             text[]      NOT NULL,
  secret            text        NOT NULL,
  expires_at        timestamptz NOT NULL,
  former_secret     text,
  former_expires_at timestamptz,
  active            boolean     NOT NULL DEFAULT true,
  epoch             int         NOT NULL DEFAULT 1,
  version           bigint      NOT NULL DEFAULT 1,
  created_at        timestamptz NOT NULL
);

-- One-time links: to set up the first administrator (no user yet), to set a password.
CREATE TABLE custody.access_link (
  hash       bytea       PRIMARY KEY,
  app_user   text        REFERENCES custody.app_user,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);

-- Keys that sign tokens. A retired key signs no more, and still verifies what it has signed.
CREATE TABLE custody.signing_key (
  id         text        PRIMARY KEY,
  public_jwk text        NOT NULL,
  sealed     bytea       NOT NULL,
  created_at timestamptz NOT NULL,
  retired_at timestamptz
);

COMMENT ON COLUMN custody.signing_key.sealed IS 'the private key, under a data key that the master key wraps';

-- Sessions that were signed out of before their tokens expired.
CREATE TABLE custody.ended_session (
  id         uuid        PRIMARY KEY,
  owner      text        NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE INDEX ended_session_owner ON custody.ended_session (owner);

-- Failed attempts to sign in. Names that do not exist are counted too, so that nothing tells them
-- apart; they are keyed hashes, since people type passwords where names belong.
CREATE TABLE custody.sign_in_failure (
  name     bytea       NOT NULL,
  address  text        NOT NULL,
  failures int         NOT NULL,
  last_at  timestamptz NOT NULL,
  PRIMARY KEY (name, address)
);

-- From where a user has signed in before: attempts from elsewhere cannot slow these down.
CREATE TABLE custody.sign_in_place (
  app_user text        NOT NULL REFERENCES custody.app_user,
  address  text        NOT NULL,
  last_at  timestamptz NOT NULL,
  PRIMARY KEY (app_user, address)
);
