-- The first schema. Rules that hold for every table here:
--   * the owner is the migrating role, the two serving roles get only what is granted below
--   * row-level security is enabled and forced, and without a tenant in the transaction no row is seen
--   * every key starts with the organization, so that no id of another tenant can be probed by uniqueness
-- Times are milliseconds since the epoch and come from the caller. Names that end in _sealed hold AES-256-GCM envelopes.

CREATE TABLE organization (
  id text NOT NULL CHECK (id <> ''),
  display_name text NOT NULL,
  version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  CONSTRAINT organization_pkey PRIMARY KEY (id)
);

CREATE TABLE environment (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  id text NOT NULL CHECK (id <> ''),
  display_name text NOT NULL,
  defaults jsonb NOT NULL,
  version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  CONSTRAINT environment_pkey PRIMARY KEY (organization_id, id)
);

CREATE TABLE service_account (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  id text NOT NULL,
  display_name text NOT NULL,
  description text NOT NULL,
  version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  CONSTRAINT service_account_pkey PRIMARY KEY (organization_id, id)
);

-- environment_id and region_id are set when the key reaches one environment only.
CREATE TABLE api_key (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  id text NOT NULL,
  display_name text NOT NULL,
  description text NOT NULL,
  owner_id text NOT NULL,
  environment_id text,
  region_id text,
  secret_hash text NOT NULL,
  version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  CONSTRAINT api_key_pkey PRIMARY KEY (organization_id, id)
);
CREATE INDEX api_key_id_idx ON api_key (id);

CREATE TABLE compute_pool_config (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  default_pool_enabled boolean NOT NULL,
  default_pool_max_cfu integer NOT NULL,
  version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  CONSTRAINT compute_pool_config_pkey PRIMARY KEY (organization_id)
);

CREATE TABLE connection (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  name text NOT NULL,
  connection_type text NOT NULL,
  endpoint text NOT NULL,
  auth_data_sealed text NOT NULL,
  version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  CONSTRAINT connection_pkey PRIMARY KEY (organization_id, environment_id, name),
  CONSTRAINT connection_environment_fkey FOREIGN KEY (organization_id, environment_id)
    REFERENCES environment (organization_id, id) ON DELETE CASCADE ON UPDATE NO ACTION
);

CREATE TABLE catalog_database (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  name text NOT NULL,
  comment text,
  version integer NOT NULL,
  CONSTRAINT catalog_database_pkey PRIMARY KEY (organization_id, environment_id, name),
  CONSTRAINT catalog_database_environment_fkey FOREIGN KEY (organization_id, environment_id)
    REFERENCES environment (organization_id, id) ON DELETE CASCADE ON UPDATE NO ACTION
);

-- Definition, options and query may hold literal credentials of a user, so they are sealed.
CREATE TABLE catalog_object (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  database text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  definition_sealed text NOT NULL,
  options_sealed text NOT NULL,
  query_sealed text,
  columns jsonb NOT NULL,
  watermark jsonb,
  distribution jsonb,
  partition_keys jsonb,
  comment text,
  version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  CONSTRAINT catalog_object_pkey PRIMARY KEY (organization_id, environment_id, database, name),
  CONSTRAINT catalog_object_environment_fkey FOREIGN KEY (organization_id, environment_id)
    REFERENCES environment (organization_id, id) ON DELETE CASCADE ON UPDATE NO ACTION
);

CREATE TABLE compute_pool (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  id text NOT NULL,
  spec jsonb NOT NULL,
  region text NOT NULL,
  spec_version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  deletion_requested_at_ms bigint,
  intent jsonb NOT NULL,
  intent_version integer NOT NULL,
  observed jsonb NOT NULL,
  status jsonb NOT NULL,
  CONSTRAINT compute_pool_pkey PRIMARY KEY (organization_id, environment_id, id),
  CONSTRAINT compute_pool_environment_fkey FOREIGN KEY (organization_id, environment_id)
    REFERENCES environment (organization_id, id) ON DELETE RESTRICT ON UPDATE NO ACTION
);
CREATE INDEX compute_pool_created_idx ON compute_pool (organization_id, environment_id, created_at_ms, id);

-- phase, rest, asks_pool_id and holds_pool_id repeat what status and intent say, for filters and for the pool's plan.
CREATE TABLE statement (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  uid text NOT NULL,
  name text NOT NULL,
  class text NOT NULL,
  dry_run boolean NOT NULL,
  sql_sealed text NOT NULL,
  properties jsonb NOT NULL,
  compute_pool_id text NOT NULL,
  principal text NOT NULL,
  stopped boolean NOT NULL,
  labels jsonb NOT NULL,
  spec_version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  deletion_requested_at_ms bigint,
  intent jsonb NOT NULL,
  intent_version integer NOT NULL,
  observed jsonb NOT NULL,
  status jsonb NOT NULL,
  phase text NOT NULL,
  rest text,
  asks_pool_id text,
  holds_pool_id text,
  CONSTRAINT statement_pkey PRIMARY KEY (organization_id, environment_id, uid),
  CONSTRAINT statement_environment_fkey FOREIGN KEY (organization_id, environment_id)
    REFERENCES environment (organization_id, id) ON DELETE RESTRICT ON UPDATE NO ACTION
);
CREATE UNIQUE INDEX statement_name_key ON statement (organization_id, environment_id, name) WHERE NOT dry_run;
CREATE INDEX statement_created_idx ON statement (organization_id, environment_id, created_at_ms DESC, uid DESC) WHERE NOT dry_run;
CREATE INDEX statement_phase_idx ON statement (organization_id, environment_id, phase, created_at_ms DESC, uid DESC) WHERE NOT dry_run;
CREATE INDEX statement_pool_idx ON statement (organization_id, environment_id, compute_pool_id, created_at_ms DESC, uid DESC) WHERE NOT dry_run;
CREATE INDEX statement_asks_idx ON statement (organization_id, environment_id, asks_pool_id) WHERE asks_pool_id IS NOT NULL;
CREATE INDEX statement_holds_idx ON statement (organization_id, environment_id, holds_pool_id) WHERE holds_pool_id IS NOT NULL;

CREATE TABLE statement_event (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  statement_uid text NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  at_ms bigint NOT NULL,
  type text NOT NULL,
  reason text NOT NULL,
  message text NOT NULL,
  CONSTRAINT statement_event_pkey PRIMARY KEY (organization_id, environment_id, statement_uid, seq),
  CONSTRAINT statement_event_statement_fkey FOREIGN KEY (organization_id, environment_id, statement_uid)
    REFERENCES statement (organization_id, environment_id, uid) ON DELETE CASCADE ON UPDATE NO ACTION
);

CREATE TABLE statement_exception (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  statement_uid text NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  at_ms bigint NOT NULL,
  name text NOT NULL,
  message text NOT NULL,
  CONSTRAINT statement_exception_pkey PRIMARY KEY (organization_id, environment_id, statement_uid, seq),
  CONSTRAINT statement_exception_statement_fkey FOREIGN KEY (organization_id, environment_id, statement_uid)
    REFERENCES statement (organization_id, environment_id, uid) ON DELETE CASCADE ON UPDATE NO ACTION
);

CREATE TABLE spool (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  statement_uid text NOT NULL,
  first_chunk integer NOT NULL DEFAULT 0,
  next_chunk integer NOT NULL DEFAULT 0,
  read_up_to_chunk integer NOT NULL DEFAULT 0,
  rows_held bigint NOT NULL DEFAULT 0,
  bytes_held bigint NOT NULL DEFAULT 0,
  rows_total bigint NOT NULL DEFAULT 0,
  complete boolean NOT NULL DEFAULT false,
  failure text,
  position text,
  last_read_at_ms bigint,
  updated_at_ms bigint NOT NULL,
  CONSTRAINT spool_pkey PRIMARY KEY (organization_id, environment_id, statement_uid),
  CONSTRAINT spool_statement_fkey FOREIGN KEY (organization_id, environment_id, statement_uid)
    REFERENCES statement (organization_id, environment_id, uid) ON DELETE CASCADE ON UPDATE NO ACTION
);

CREATE TABLE spool_chunk (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  statement_uid text NOT NULL,
  chunk integer NOT NULL,
  rows_json text NOT NULL,
  row_count integer NOT NULL,
  byte_count integer NOT NULL,
  CONSTRAINT spool_chunk_pkey PRIMARY KEY (organization_id, environment_id, statement_uid, chunk),
  CONSTRAINT spool_chunk_spool_fkey FOREIGN KEY (organization_id, environment_id, statement_uid)
    REFERENCES spool (organization_id, environment_id, statement_uid) ON DELETE CASCADE ON UPDATE NO ACTION
);

CREATE TABLE idempotent_answer (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  key text NOT NULL,
  body_hash text NOT NULL,
  status integer,
  answer_sealed text,
  keep_until_ms bigint NOT NULL,
  CONSTRAINT idempotent_answer_pkey PRIMARY KEY (organization_id, key)
);
CREATE INDEX idempotent_answer_keep_idx ON idempotent_answer (organization_id, keep_until_ms);

-- The work index: one row for each key that a loop turns on. It holds ids, times and lease tokens, nothing of a tenant's content:
-- the controller reads it across tenants. active, ended_at_ms and dry_run_at_ms repeat what the statement says.
CREATE TABLE work_item (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  kind text NOT NULL CHECK (kind IN ('statement', 'pool', 'results')),
  id text NOT NULL,
  due_at_ms bigint,
  wake_seq bigint NOT NULL DEFAULT 1,
  lease_token bigint NOT NULL DEFAULT 0,
  lease_holder text,
  lease_until_ms bigint,
  lease_wake_seq bigint NOT NULL DEFAULT 0,
  active boolean NOT NULL DEFAULT false,
  ended_at_ms bigint,
  dry_run_at_ms bigint,
  CONSTRAINT work_item_pkey PRIMARY KEY (organization_id, environment_id, kind, id)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
CREATE INDEX work_item_due_idx ON work_item (kind, due_at_ms) WHERE due_at_ms IS NOT NULL;
CREATE INDEX work_item_active_idx ON work_item (kind) WHERE active;
CREATE INDEX work_item_ended_idx ON work_item (ended_at_ms) WHERE ended_at_ms IS NOT NULL;
CREATE INDEX work_item_dry_run_idx ON work_item (dry_run_at_ms) WHERE dry_run_at_ms IS NOT NULL;

-- Row-level security: enabled, and forced so that even the owner is bound by it.
ALTER TABLE organization ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE environment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE service_account ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE api_key ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE compute_pool_config ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE connection ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog_database ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE catalog_object ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE compute_pool ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE statement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE statement_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE statement_exception ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE spool ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE spool_chunk ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE idempotent_answer ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE work_item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Tables of an organization. An unset tenant is NULL or the empty text, and matches nothing.
CREATE POLICY tenant ON organization TO headgate_api, headgate_controller
  USING (id = current_setting('headgate.organization_id', true));
CREATE POLICY tenant ON service_account TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true));
CREATE POLICY tenant ON compute_pool_config TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true));
CREATE POLICY tenant ON idempotent_answer TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true));

-- Tables of an environment: the organization must match, and the environment too when one is set.
CREATE POLICY tenant ON environment TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON api_key TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON connection TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON catalog_database TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON catalog_object TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON compute_pool TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON statement TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON statement_event TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON statement_exception TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON spool TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON spool_chunk TO headgate_api, headgate_controller
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON work_item TO headgate_api
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));

-- The one table that the controller works on across tenants.
CREATE POLICY work_index ON work_item TO headgate_controller USING (true);

-- The one look-up without a tenant: the row of the key id that the request presented.
CREATE POLICY presented_key ON api_key FOR SELECT TO headgate_api
  USING (id = current_setting('headgate.api_key_id', true));

-- Grants. The API writes specs and wishes, never what was observed. The controller writes decisions and observations, never specs.
GRANT USAGE ON SCHEMA public TO headgate_api, headgate_controller;

GRANT SELECT, INSERT, UPDATE ON organization TO headgate_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON environment, service_account, api_key, connection TO headgate_api;
GRANT SELECT, INSERT, UPDATE ON compute_pool_config TO headgate_api;
GRANT SELECT ON catalog_database, catalog_object TO headgate_api;
GRANT SELECT, INSERT ON compute_pool, statement TO headgate_api;
GRANT UPDATE (spec, region, spec_version, updated_at_ms, deletion_requested_at_ms) ON compute_pool TO headgate_api;
GRANT UPDATE (sql_sealed, properties, compute_pool_id, principal, stopped, labels, spec_version, updated_at_ms,
  deletion_requested_at_ms, intent, intent_version) ON statement TO headgate_api;
GRANT SELECT ON statement_event, statement_exception, spool_chunk TO headgate_api;
GRANT SELECT, INSERT ON spool TO headgate_api;
GRANT UPDATE (read_up_to_chunk, last_read_at_ms, updated_at_ms) ON spool TO headgate_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotent_answer TO headgate_api;
GRANT SELECT, INSERT ON work_item TO headgate_api;
GRANT UPDATE (due_at_ms, wake_seq, active) ON work_item TO headgate_api;

GRANT SELECT ON organization, environment, connection TO headgate_controller;
GRANT SELECT, INSERT, UPDATE, DELETE ON catalog_database, catalog_object TO headgate_controller;
GRANT SELECT, DELETE ON compute_pool, statement TO headgate_controller;
GRANT UPDATE (updated_at_ms, intent, intent_version, observed, status) ON compute_pool TO headgate_controller;
GRANT UPDATE (updated_at_ms, intent, intent_version, observed, status, phase, rest, asks_pool_id, holds_pool_id) ON statement TO headgate_controller;
GRANT SELECT, INSERT, DELETE ON statement_event, statement_exception, spool_chunk TO headgate_controller;
GRANT SELECT, INSERT, UPDATE, DELETE ON spool TO headgate_controller;
GRANT SELECT (organization_id, key, keep_until_ms), DELETE ON idempotent_answer TO headgate_controller;
GRANT SELECT, INSERT, UPDATE, DELETE ON work_item TO headgate_controller;
