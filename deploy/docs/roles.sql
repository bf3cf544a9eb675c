-- Least privilege for a split deployment: a role per side, neither of which owns the event store, so that
-- neither can switch off its guards. Run once by an administrator, in Custody's database, after the first
-- migration. The migrations run as the owner: set spring.flyway.url, spring.flyway.user and
-- spring.flyway.password to it, and spring.datasource.* to these (give them passwords: ALTER ROLE).

CREATE ROLE custody_command LOGIN;
CREATE ROLE custody_query LOGIN;
GRANT USAGE ON SCHEMA custody TO custody_command, custody_query;

-- Decides: appends, and keeps what stands beside the events. It has no need to change an event.
GRANT SELECT, INSERT ON custody.event TO custody_command;
GRANT SELECT, INSERT, UPDATE ON custody.data_key, custody.likeness, custody.operation, custody.excerpt
  TO custody_command;
GRANT SELECT, INSERT, UPDATE, DELETE ON custody.claim, custody.answer, custody.reservation TO custody_command;
GRANT SELECT, INSERT ON custody.event_store TO custody_command;
GRANT SELECT, INSERT, UPDATE, DELETE ON custody.import, custody.import_part, custody.import_fact,
  custody.import_report, custody.import_reject TO custody_command;
GRANT SELECT ON custody.handover_draft TO custody_command;
GRANT SELECT, INSERT, UPDATE, DELETE ON custody.erasure, custody.erasure_step, custody.tombstone TO custody_command;
GRANT SELECT ON custody.view_position TO custody_command;
GRANT DELETE ON custody.likeness TO custody_command;
GRANT MAINTAIN ON custody.import_fact TO custody_command;
GRANT SELECT, INSERT, UPDATE, DELETE ON custody.scheduled_task, custody.inbox_mark, custody.inbox_mail,
  custody.inbox_feed, custody.inbox_alert TO custody_command;

-- Lets people in, and keeps the keys that sign tokens.
GRANT SELECT, INSERT, UPDATE ON custody.app_user, custody.service_account, custody.sign_in_place
  TO custody_command;
GRANT SELECT, INSERT, DELETE ON custody.access_link, custody.ended_session TO custody_command;
GRANT SELECT, INSERT, UPDATE, DELETE ON custody.signing_key, custody.session, custody.sign_in_failure
  TO custody_command;

-- Answers: reads events and their keys. Its views are schemas of its own, which it creates.
GRANT SELECT ON custody.event, custody.data_key, custody.event_store, custody.tombstone TO custody_query;
GRANT SELECT ON custody.import, custody.import_report, custody.import_reject TO custody_query;
GRANT SELECT, INSERT, UPDATE ON custody.operation, custody.view_position, custody.erasure_step,
  custody.handover_draft TO custody_query;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO custody_query', current_database()); END $$;

-- Both write what they are asked for; the query side makes the key that seals why.
GRANT SELECT, INSERT ON custody.access_log TO custody_command, custody_query;
GRANT SELECT, INSERT, UPDATE ON custody.daily_use TO custody_command, custody_query;
GRANT INSERT ON custody.data_key TO custody_query;

-- Who takes much away or looks at much is noticed where it is asked for.
GRANT SELECT ON custody.inbox_mark, custody.inbox_feed TO custody_query;
GRANT SELECT, INSERT, UPDATE ON custody.inbox_alert TO custody_query;
-- How scheduled work goes, not what it is about.
GRANT SELECT (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, last_success,
  last_failure, consecutive_failures) ON custody.scheduled_task TO custody_query;

-- Rules act by what the view `agenda` says, so the command side reads what the query side makes. A
-- rebuilt view is a new schema; hence privileges by default.
GRANT SELECT ON custody.view_position TO custody_command;
ALTER DEFAULT PRIVILEGES FOR ROLE custody_query GRANT USAGE ON SCHEMAS TO custody_command;
ALTER DEFAULT PRIVILEGES FOR ROLE custody_query GRANT SELECT ON TABLES TO custody_command;

-- Checks tokens, but can neither sign one nor see the hash of a password or secret.
GRANT SELECT (name, roles, teams, rep, active, epoch, version, created_at, password_at)
  ON custody.app_user TO custody_query;
GRANT SELECT (name, scopes, teams, active, epoch, version, created_at, expires_at)
  ON custody.service_account TO custody_query;
GRANT SELECT (id, public_jwk, created_at, retired_at) ON custody.signing_key TO custody_query;
GRANT SELECT ON custody.session, custody.ended_session TO custody_query;
