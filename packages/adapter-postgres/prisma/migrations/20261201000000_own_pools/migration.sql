-- Own pools: the Flink cluster of one INSERT of a DEDICATED pool is a row of its own. Which one a statement runs in is derived (it is its owner's, and of the
-- pool that its spec names) and stands nowhere else. Nothing is granted: code of the version before, which runs beside this one for a while, takes a right on a
-- table that it knows, and that no migration it knows made, for a hole and stops serving.
ALTER TABLE compute_pool ADD COLUMN owner_uid text, ADD COLUMN parent_pool_id text,
  ADD CONSTRAINT compute_pool_own_check CHECK ((owner_uid IS NULL) = (parent_pool_id IS NULL));
CREATE UNIQUE INDEX compute_pool_owner_key ON compute_pool (organization_id, environment_id, owner_uid, parent_pool_id) WHERE owner_uid IS NOT NULL;
CREATE INDEX compute_pool_parent_idx ON compute_pool (organization_id, environment_id, parent_pool_id) WHERE parent_pool_id IS NOT NULL;

-- The API makes them with the statements that they are for, and sees and changes none.
CREATE POLICY no_own_read ON compute_pool AS RESTRICTIVE FOR SELECT TO headgate_api USING (owner_uid IS NULL);
CREATE POLICY no_own_update ON compute_pool AS RESTRICTIVE FOR UPDATE TO headgate_api USING (owner_uid IS NULL);
