-- Snapshots, and the files of an environment. Rules as in the first migration, and besides:
--   * a third serving role, headgate_snapshots, alone removes what is known of files
--   * what is known of files has no foreign key to its environment: the files outlive it, and are deleted after it
-- The role must exist: createRoles makes it.

ALTER TABLE statement ADD COLUMN scratch boolean NOT NULL DEFAULT false;
ALTER TABLE compute_pool ADD COLUMN scratch boolean NOT NULL DEFAULT false;

ALTER TABLE work_item DROP CONSTRAINT work_item_kind_check;
ALTER TABLE work_item ADD CONSTRAINT work_item_kind_check CHECK (kind IN ('statement', 'pool', 'results', 'savepoint', 'storage'));

-- What a statement needs to go on after its own row is gone is sealed whole: it holds its SQL and secret properties.
CREATE TABLE snapshot (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  id text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('savepoint', 'checkpoint')),
  format text NOT NULL,
  trigger text NOT NULL,
  statement_uid text,
  statement_name text,
  statement_generation integer,
  copy_of text,
  spec jsonb NOT NULL,
  spec_version integer NOT NULL,
  state text NOT NULL CHECK (state IN ('PENDING', 'IN_PROGRESS', 'WRITTEN', 'COMPLETED', 'FAILED', 'CANCELLED', 'DELETING')),
  intent jsonb NOT NULL,
  intent_version integer NOT NULL,
  observed jsonb NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  blueprint_sealed text,
  CONSTRAINT snapshot_pkey PRIMARY KEY (organization_id, environment_id, id)
);
CREATE INDEX snapshot_created_idx ON snapshot (organization_id, environment_id, created_at_ms DESC, id DESC);
CREATE INDEX snapshot_statement_idx ON snapshot (organization_id, environment_id, statement_uid, created_at_ms DESC, id DESC);
CREATE INDEX snapshot_copy_idx ON snapshot (organization_id, environment_id, copy_of) WHERE copy_of IS NOT NULL;

-- Keys in the order of an object store's listing: by their bytes.
CREATE TABLE snapshot_reference (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  key text COLLATE "C" NOT NULL,
  snapshot_id text NOT NULL,
  size_bytes bigint NOT NULL,
  CONSTRAINT snapshot_reference_pkey PRIMARY KEY (organization_id, environment_id, key, snapshot_id),
  CONSTRAINT snapshot_reference_snapshot_fkey FOREIGN KEY (organization_id, environment_id, snapshot_id)
    REFERENCES snapshot (organization_id, environment_id, id) ON DELETE CASCADE ON UPDATE NO ACTION
);
CREATE INDEX snapshot_reference_snapshot_idx ON snapshot_reference (organization_id, environment_id, snapshot_id);

CREATE TABLE handed_over_directory (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  key text NOT NULL,
  statement_uid text NOT NULL,
  statement_name text NOT NULL,
  generation integer NOT NULL,
  handed_over_at_ms bigint NOT NULL,
  is_worthless boolean NOT NULL,
  registered_at_ms bigint,
  frozen_because text,
  blueprint_sealed text,
  CONSTRAINT handed_over_directory_pkey PRIMARY KEY (organization_id, environment_id, key)
);

CREATE TABLE snapshot_policy (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  name text NOT NULL,
  statement_name text,
  schedule jsonb,
  format text NOT NULL,
  keep_last integer NOT NULL,
  keep_for_ms bigint NOT NULL,
  keep_after_deletion_ms bigint NOT NULL,
  trash_ms bigint NOT NULL,
  drill_every_ms bigint,
  deletion_paused boolean NOT NULL,
  version integer NOT NULL,
  created_at_ms bigint NOT NULL,
  updated_at_ms bigint NOT NULL,
  CONSTRAINT snapshot_policy_pkey PRIMARY KEY (organization_id, environment_id, name),
  CONSTRAINT snapshot_policy_environment_fkey FOREIGN KEY (organization_id, environment_id)
    REFERENCES environment (organization_id, id) ON DELETE CASCADE ON UPDATE NO ACTION
);
-- One for each statement, and one for the environment: which of two holds should be no riddle.
CREATE UNIQUE INDEX snapshot_policy_place ON snapshot_policy (organization_id, environment_id, COALESCE(statement_name, ''));

-- One row for an environment: its newest report, and whether one is asked for since.
CREATE TABLE storage_report (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  report jsonb,
  scanned_at_ms bigint,
  scan_requested_at_ms bigint,
  CONSTRAINT storage_report_pkey PRIMARY KEY (organization_id, environment_id)
);

CREATE TABLE storage_mark (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  key text NOT NULL,
  kind text NOT NULL,
  marked_at_ms bigint NOT NULL,
  CONSTRAINT storage_mark_pkey PRIMARY KEY (organization_id, environment_id, key)
);

-- The audit: it stays when the snapshot is gone.
CREATE TABLE storage_deletion (
  organization_id text NOT NULL CHECK (organization_id <> ''),
  environment_id text NOT NULL CHECK (environment_id <> ''),
  seq bigint GENERATED ALWAYS AS IDENTITY,
  at_ms bigint NOT NULL,
  key text NOT NULL,
  kind text NOT NULL,
  reason text NOT NULL,
  files bigint NOT NULL,
  bytes bigint NOT NULL,
  snapshot_id text,
  statement_uid text,
  CONSTRAINT storage_deletion_pkey PRIMARY KEY (organization_id, environment_id, seq)
);
CREATE INDEX storage_deletion_at_idx ON storage_deletion (organization_id, environment_id, at_ms DESC, seq DESC);

ALTER TABLE snapshot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE snapshot_reference ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE handed_over_directory ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE snapshot_policy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE storage_report ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE storage_mark ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE storage_deletion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY tenant ON snapshot TO headgate_api, headgate_controller, headgate_snapshots
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON snapshot_reference TO headgate_api, headgate_controller, headgate_snapshots
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON handed_over_directory TO headgate_api, headgate_controller, headgate_snapshots
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON snapshot_policy TO headgate_api, headgate_controller, headgate_snapshots
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON storage_report TO headgate_api, headgate_controller, headgate_snapshots
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON storage_mark TO headgate_api, headgate_controller, headgate_snapshots
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));
CREATE POLICY tenant ON storage_deletion TO headgate_api, headgate_controller, headgate_snapshots
  USING (organization_id = current_setting('headgate.organization_id', true)
    AND (coalesce(current_setting('headgate.environment_id', true), '') = '' OR environment_id = current_setting('headgate.environment_id', true)));

-- The third role is bound by the policy of the tenant on every table, whether it has a grant there or not.
ALTER POLICY tenant ON organization TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON service_account TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON compute_pool_config TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON idempotent_answer TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON environment TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON api_key TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON connection TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON catalog_database TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON catalog_object TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON compute_pool TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON statement TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON statement_event TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON statement_exception TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON spool TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON spool_chunk TO headgate_api, headgate_controller, headgate_snapshots;
ALTER POLICY tenant ON work_item TO headgate_api, headgate_snapshots;

-- Across tenants it sees the keys of files alone; within one it wakes and makes others.
CREATE POLICY storage_index ON work_item TO headgate_snapshots USING (kind = 'storage');

-- Scratch rows are made by the platform for itself: the API sees none and makes none, the keeper of the files makes and ends no others.
CREATE POLICY no_scratch ON statement AS RESTRICTIVE TO headgate_api USING (NOT scratch);
CREATE POLICY no_scratch ON compute_pool AS RESTRICTIVE TO headgate_api USING (NOT scratch);
CREATE POLICY scratch_insert ON statement AS RESTRICTIVE FOR INSERT TO headgate_snapshots WITH CHECK (scratch);
CREATE POLICY scratch_update ON statement AS RESTRICTIVE FOR UPDATE TO headgate_snapshots USING (scratch);
CREATE POLICY scratch_insert ON compute_pool AS RESTRICTIVE FOR INSERT TO headgate_snapshots WITH CHECK (scratch);
CREATE POLICY scratch_update ON compute_pool AS RESTRICTIVE FOR UPDATE TO headgate_snapshots USING (scratch);

-- Grants. The API writes wishes, the controller what it asked of Flink and what came of it, the keeper of the files everything about them.
GRANT USAGE ON SCHEMA public TO headgate_snapshots;

GRANT SELECT, INSERT ON snapshot TO headgate_api;
GRANT UPDATE (spec, spec_version, updated_at_ms) ON snapshot TO headgate_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON snapshot_policy TO headgate_api;
GRANT SELECT, INSERT ON storage_report TO headgate_api;
GRANT UPDATE (scan_requested_at_ms) ON storage_report TO headgate_api;
GRANT SELECT ON storage_deletion TO headgate_api;

GRANT SELECT, INSERT ON snapshot TO headgate_controller;
GRANT UPDATE (state, intent, intent_version, observed, updated_at_ms) ON snapshot TO headgate_controller;
GRANT INSERT ON handed_over_directory TO headgate_controller;

GRANT SELECT ON environment, snapshot_policy TO headgate_snapshots;
GRANT SELECT, INSERT ON statement, compute_pool TO headgate_snapshots;
GRANT UPDATE (deletion_requested_at_ms, updated_at_ms) ON statement, compute_pool TO headgate_snapshots;
GRANT SELECT, INSERT, DELETE ON snapshot TO headgate_snapshots;
GRANT UPDATE (kind, format, spec, spec_version, state, intent, intent_version, observed, updated_at_ms) ON snapshot TO headgate_snapshots;
GRANT SELECT, INSERT, DELETE ON snapshot_reference, storage_deletion TO headgate_snapshots;
GRANT SELECT, INSERT, UPDATE, DELETE ON handed_over_directory, storage_mark TO headgate_snapshots;
GRANT SELECT, INSERT, UPDATE ON storage_report TO headgate_snapshots;
GRANT SELECT, INSERT, DELETE ON work_item TO headgate_snapshots;
GRANT UPDATE (due_at_ms, wake_seq, lease_token, lease_holder, lease_until_ms, lease_wake_seq) ON work_item TO headgate_snapshots;

-- What there is already. The owner is bound by row-level security too: for this once it is not.
ALTER TABLE environment NO FORCE ROW LEVEL SECURITY;
ALTER TABLE statement NO FORCE ROW LEVEL SECURITY;
ALTER TABLE work_item NO FORCE ROW LEVEL SECURITY;
ALTER TABLE snapshot NO FORCE ROW LEVEL SECURITY;
ALTER TABLE handed_over_directory NO FORCE ROW LEVEL SECURITY;

-- Of a generation that is gone the checkpoints are handed over, if it was no query. Those of older generations are found by the scan.
INSERT INTO handed_over_directory (organization_id, environment_id, key, statement_uid, statement_name, generation, handed_over_at_ms, is_worthless)
SELECT organization_id, environment_id,
  'organizations/' || organization_id || '/environments/' || environment_id || '/statements/' || uid || '/checkpoints/' || (intent #>> '{generation,jobId}'),
  uid, name, (intent #>> '{generation,generation}')::integer, updated_at_ms, false
FROM statement
WHERE class <> 'query' AND intent #>> '{generation,jobId}' IS NOT NULL AND (observed ->> 'goneGeneration')::integer >= (intent #>> '{generation,generation}')::integer;

-- The savepoint of a newest stop is written and not read back yet. Its directory is …/savepoints/<generation>-<attempt>. Without a blueprint:
-- nothing is sealed here, and the statement is there still.
INSERT INTO snapshot (organization_id, environment_id, id, kind, format, trigger, statement_uid, statement_name, statement_generation, spec, spec_version, state,
  intent, intent_version, observed, created_at_ms, updated_at_ms)
SELECT organization_id, environment_id,
  concat_ws('-', substr(trigger_id, 1, 8), substr(trigger_id, 9, 4), substr(trigger_id, 13, 4), substr(trigger_id, 17, 4), substr(trigger_id, 21)),
  'savepoint', 'native', 'stop', uid, name, split_part(substring(directory_key from '[^/]+$'), '-', 1)::integer,
  '{"labels":{},"pinned":false}', 1, 'WRITTEN', jsonb_build_object('failures', 0, 'directoryKey', directory_key), 1,
  jsonb_strip_nulls(jsonb_build_object('uri', uri, 'completedAtMs',
    CASE WHEN observed #>> '{newestSnapshot,uri}' = uri THEN observed #> '{newestSnapshot,completedAtMs}' END)),
  updated_at_ms, updated_at_ms
FROM (
  SELECT organization_id, environment_id, uid, name, observed, updated_at_ms, observed #>> '{stopOutcome,triggerId}' AS trigger_id,
    observed #>> '{stopOutcome,savepointUri}' AS uri,
    substring(observed #>> '{stopOutcome,savepointUri}' from 'organizations/[^/]+/environments/[^/]+/statements/[^/]+/savepoints/[0-9]+-[0-9]+') AS directory_key
  FROM statement
) AS stopped
WHERE trigger_id ~ '^[0-9a-f]{32}$' AND directory_key IS NOT NULL
ON CONFLICT DO NOTHING;

INSERT INTO work_item (organization_id, environment_id, kind, id, due_at_ms)
SELECT organization_id, id, 'storage', id, 0 FROM environment ON CONFLICT DO NOTHING;

ALTER TABLE environment FORCE ROW LEVEL SECURITY;
ALTER TABLE statement FORCE ROW LEVEL SECURITY;
ALTER TABLE work_item FORCE ROW LEVEL SECURITY;
ALTER TABLE snapshot FORCE ROW LEVEL SECURITY;
ALTER TABLE handed_over_directory FORCE ROW LEVEL SECURITY;
