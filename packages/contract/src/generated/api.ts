// Written by `pnpm gen` from packages/contract: change the contract, not this file.
export interface paths {
    "/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List statements, newest first */
        get: operations["statements.list"];
        put?: never;
        /**
         * Create a statement
         * @description Runs one SQL statement. A statement that must not run is created as FAILED with the reason as its detail. With the property `sql.dry-run` it is planned, answered and not kept.
         */
        post: operations["statements.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a statement */
        get: operations["statements.read"];
        /**
         * Stop, resume or move a statement
         * @description Takes the whole object as it was read; read-only fields are ignored. `metadata.resource_version`, if given, must be the present one.
         */
        put: operations["statements.replace"];
        post?: never;
        /**
         * Delete a statement
         * @description Its job is ended first; until then the statement is DELETING. Its snapshots stay for the time that the snapshot policy says.
         */
        delete: operations["statements.remove"];
        options?: never;
        head?: never;
        /** Change a statement by JSON Patch */
        patch: operations["statements.change"];
        trace?: never;
    };
    "/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a page of results
         * @description Follow `metadata.next` until it is empty. A page without rows and with a `next` says that nothing is there yet.
         */
        get: operations["statements.results"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the ten newest exceptions */
        get: operations["statements.exceptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sql/v1/organizations/{organization_id}/environments/{environment_id}/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List connections */
        get: operations["connections.list"];
        put?: never;
        /** Create a connection */
        post: operations["connections.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sql/v1/organizations/{organization_id}/environments/{environment_id}/connections/{connection_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a connection */
        get: operations["connections.read"];
        /** Change the credentials of a connection */
        put: operations["connections.replace"];
        post?: never;
        /**
         * Delete a connection
         * @description Statements that run go on; those that start later fail.
         */
        delete: operations["connections.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fcpm/v2/compute-pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List compute pools */
        get: operations["compute-pools.list"];
        put?: never;
        /** Create a compute pool */
        post: operations["compute-pools.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/fcpm/v2/compute-pools/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a compute pool */
        get: operations["compute-pools.read"];
        put?: never;
        post?: never;
        /**
         * Delete a compute pool
         * @description Refused while statements live in it.
         */
        delete: operations["compute-pools.remove"];
        options?: never;
        head?: never;
        /**
         * Change a compute pool
         * @description A merge patch. A lower `max_cfu` ends nothing: statements that ask later find less room.
         */
        patch: operations["compute-pools.change"];
        trace?: never;
    };
    "/fcpm/v2/compute-pool-config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the settings of default compute pools */
        get: operations["compute-pool-config.read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the settings of default compute pools */
        patch: operations["compute-pool-config.change"];
        trace?: never;
    };
    "/fcpm/v2/regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List regions */
        get: operations["regions.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/org/v2/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List organizations: the one of the API key */
        get: operations["organizations.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/org/v2/organizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an organization */
        get: operations["organizations.read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Rename an organization */
        patch: operations["organizations.change"];
        trace?: never;
    };
    "/org/v2/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List environments */
        get: operations["environments.list"];
        put?: never;
        /**
         * Create an environment
         * @description With a default compute pool, unless the compute pool config says otherwise.
         */
        post: operations["environments.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/org/v2/environments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an environment */
        get: operations["environments.read"];
        put?: never;
        post?: never;
        /**
         * Delete an environment
         * @description Refused while it has statements or compute pools of its own; a default compute pool goes with it.
         */
        delete: operations["environments.remove"];
        options?: never;
        head?: never;
        /** Rename an environment */
        patch: operations["environments.change"];
        trace?: never;
    };
    "/iam/v2/service-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List service accounts */
        get: operations["service-accounts.list"];
        put?: never;
        /** Create a service account */
        post: operations["service-accounts.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/iam/v2/service-accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a service account */
        get: operations["service-accounts.read"];
        put?: never;
        post?: never;
        /** Delete a service account and its API keys */
        delete: operations["service-accounts.remove"];
        options?: never;
        head?: never;
        /** Change a service account */
        patch: operations["service-accounts.change"];
        trace?: never;
    };
    "/iam/v2/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys */
        get: operations["api-keys.list"];
        put?: never;
        /**
         * Create an API key
         * @description The secret is in this answer alone. The key works at once.
         */
        post: operations["api-keys.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/iam/v2/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an API key */
        get: operations["api-keys.read"];
        put?: never;
        post?: never;
        /** Delete an API key */
        delete: operations["api-keys.remove"];
        options?: never;
        head?: never;
        /** Change name and description of an API key */
        patch: operations["api-keys.change"];
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the last lines of the processes of the statement’s compute pool */
        get: operations["statement-logs.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what happened to a statement, oldest first */
        get: operations["statement-events.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/resolutions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide about a parked statement */
        post: operations["statement-resolutions.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/defaults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read what tables without a connector get */
        get: operations["environment-defaults.read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what tables without a connector get */
        patch: operations["environment-defaults.change"];
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List snapshots, newest first */
        get: operations["snapshots.list"];
        put?: never;
        /**
         * Take a snapshot of a running statement
         * @description Has Flink write a savepoint while the statement goes on; what fails is tried again. It is complete when its `_metadata` was read back. A pinned one is how to keep the present state for good.
         */
        post: operations["snapshots.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a snapshot, and who needs it */
        get: operations["snapshots.read"];
        put?: never;
        post?: never;
        /**
         * Throw a snapshot away
         * @description It goes to the trash and is deleted when the time of the policy is over; until then it can be recovered. Refused with the names of those that need it, and while it is pinned.
         */
        delete: operations["snapshots.remove"];
        options?: never;
        head?: never;
        /**
         * Pin, label or retain a snapshot
         * @description A merge patch: what is absent stays, null removes.
         */
        patch: operations["snapshots.change"];
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/recoveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a snapshot out of the trash */
        post: operations["snapshot-recoveries.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/cancellations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a snapshot that is being taken
         * @description Flink cannot be told to stop writing a savepoint: what it still writes is cleaned up. One that is written meanwhile stays.
         */
        post: operations["snapshot-cancellations.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/verifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look whether every file of a snapshot is there */
        post: operations["snapshot-verifications.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/drills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Really restore a snapshot, out of sight
         * @description In a pool of its own, with sinks that lead nowhere and a consumer group of its own, until the first checkpoint completes; then that is thrown away.
         */
        post: operations["snapshot-drills.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Copy a savepoint, complete and relocatable
         * @description Checkpoints cannot be copied: they name files of other directories. Take a snapshot instead.
         */
        post: operations["snapshot-exports.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshots/{snapshot_id}/forks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a statement that begins with the state of a snapshot
         * @description It runs the SQL of the snapshot’s statement under a new name, with transactional ids and consumer groups of its own. Where a sink writes exactly once, it takes a snapshot of a stop only, or leaves the state of sinks behind: else transactions of the other statement could be committed again. Where a sink writes files, it always leaves it behind: else it would go on writing the other statement’s files.
         */
        post: operations["snapshot-forks.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-adoptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a snapshot that lies in the store already
         * @description From then on Headgate owns it: it is read back, shown, verified, and deleted as any other.
         */
        post: operations["snapshot-adoptions.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}/restores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a statement from a snapshot
         * @description Of a statement that is STOPPED or parked. What it did since that snapshot it does again. One that writes files goes on from its newest state only: fork an older snapshot instead.
         */
        post: operations["statement-restores.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List snapshot policies
         * @description What a person made stays until a person deletes it, or its `retain_until` is over. Of all else, without any policy, a week and at least the newest ten of each statement are kept, what is thrown away stays a day in the trash, and nothing is taken by itself.
         */
        get: operations["snapshot-policies.list"];
        put?: never;
        /**
         * Create a snapshot policy
         * @description Of the environment, or of one statement of it: that of a statement holds instead of that of the environment. There is at most one of each.
         */
        post: operations["snapshot-policies.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-policies/{policy_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a snapshot policy */
        get: operations["snapshot-policies.read"];
        /**
         * Replace a snapshot policy
         * @description Takes the whole object as it was read; what is absent in its spec gets its default. `metadata.resource_version`, if given, must be the present one.
         */
        put: operations["snapshot-policies.replace"];
        post?: never;
        /**
         * Delete a snapshot policy
         * @description What it took stays, and is kept as the policy of the environment says from then on, or the default.
         */
        delete: operations["snapshot-policies.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read what the newest scan of the environment’s files found
         * @description Bytes and files of each class and statement, and what the next clean-up would delete, and why each.
         */
        get: operations["snapshot-storage.read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-storage/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a scan of the environment’s files */
        post: operations["snapshot-storage-scans.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/headgate/v1/organizations/{organization_id}/environments/{environment_id}/snapshot-storage/deletions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was deleted from the store, newest first */
        get: operations["snapshot-storage-deletions.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive */
        get: operations["health.live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the database can be written */
        get: operations["health.ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus */
        get: operations["metrics.read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["openapi.read"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApiError: {
            /** @description Id of the request, as in the header X-Request-Id. */
            id: string;
            /** @description The HTTP status as text. */
            status: string;
            /** @description A word for programs, for example `not_found`. */
            code: string;
            /** @description The kind of problem. */
            title: string;
            /** @description What is wrong, where, and what to do. */
            detail: string;
            source?: {
                /** @description JSON pointer into the body. */
                pointer?: string;
                /** @description Name of the query parameter. */
                parameter?: string;
            };
        };
        ApiKey: {
            /** @constant */
            api_version: "iam/v2";
            /** @constant */
            kind: "ApiKey";
            /** @description 16 upper-case characters: the user name of Basic authentication. */
            id: string;
            metadata: components["schemas"]["ObjectMeta"];
            spec: {
                /** @description Only in the answer to the POST: the password of Basic authentication. */
                secret?: string;
                display_name: string;
                description: string;
                owner: components["schemas"]["TypedReference"];
                resource: components["schemas"]["TypedReference"];
            };
        };
        ApiKeyChange: {
            spec: {
                display_name?: string;
                /** @description What it is for. */
                description?: string;
            };
        };
        ApiKeyCreate: {
            spec: {
                display_name?: string;
                /** @description What it is for. */
                description?: string;
                owner: {
                    /** @description A service account, or the owner of the calling key. */
                    id: string;
                    api_version?: unknown;
                    kind?: unknown;
                };
                /** @description Absent: a cloud key, which reaches the whole organization. */
                resource?: {
                    /** @description `cloud`, or the id of a region such as `aws.local-1`. */
                    id: string;
                    /** @description Of a region key: the one environment that it reaches. */
                    environment?: string | {
                        id: string;
                    };
                    api_version?: unknown;
                    kind?: unknown;
                };
            };
        };
        ApiKeyList: {
            /** @constant */
            api_version: "iam/v2";
            /** @constant */
            kind: "ApiKeyList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["ApiKey"][];
        };
        ComputePool: {
            /** @constant */
            api_version: "fcpm/v2";
            /** @constant */
            kind: "ComputePool";
            id: string;
            metadata: components["schemas"]["ObjectMeta"];
            spec: {
                display_name: string;
                cloud: string;
                region: string;
                max_cfu: number;
                enable_ai: boolean;
                default_pool: boolean;
                /**
                 * @description Each INSERT of the pool has a Flink cluster of its own. Absent: all statements of the pool share one. An extension of Headgate.
                 * @constant
                 */
                type?: "DEDICATED";
                /** @description Base URL of the SQL plane. */
                http_endpoint: string;
                environment: components["schemas"]["Reference"];
            };
            status: {
                /** @enum {string} */
                phase: "PROVISIONING" | "PROVISIONED" | "FAILED" | "DEPROVISIONING";
                current_cfu: number;
            };
        };
        ComputePoolChange: {
            spec: {
                /** @description A name for people. */
                display_name?: string;
                /** @description Cannot be changed. */
                cloud?: string;
                /** @description Cannot be changed. */
                region?: string;
                /** @description CFU at most; 0 stands for 10. */
                max_cfu?: number;
                enable_ai?: boolean;
                default_pool?: boolean;
                /**
                 * @description Cannot be changed.
                 * @enum {string}
                 */
                type?: "SHARED" | "DEDICATED";
                environment: components["schemas"]["ReferenceInput"];
            };
        };
        ComputePoolConfig: {
            /** @constant */
            api_version: "fcpm/v2";
            /** @constant */
            kind: "OrgComputePoolConfig";
            /** Format: uuid */
            organization_id: string;
            spec: {
                default_pool_enabled: boolean;
                default_pool_max_cfu: number;
            };
        };
        ComputePoolConfigChange: {
            spec: {
                default_pool_enabled?: boolean;
                default_pool_max_cfu?: number;
            };
        };
        ComputePoolCreate: {
            spec: {
                /** @description A name for people. */
                display_name: string;
                cloud: string;
                region: string;
                /** @description CFU at most; 0 stands for 10. */
                max_cfu?: number;
                enable_ai?: boolean;
                default_pool?: boolean;
                /**
                 * @description DEDICATED: each INSERT of the pool has a Flink cluster of its own, within the one `max_cfu`. SHARED, the default: all statements share one. An extension of Headgate.
                 * @enum {string}
                 */
                type?: "SHARED" | "DEDICATED";
                environment: components["schemas"]["ReferenceInput"];
            };
        };
        ComputePoolList: {
            /** @constant */
            api_version: "fcpm/v2";
            /** @constant */
            kind: "ComputePoolList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["ComputePool"][];
        };
        Connection: {
            /** @constant */
            api_version: "sql/v1";
            /** @constant */
            kind: "Connection";
            name: string;
            /** Format: uuid */
            organization_id: string;
            environment_id: string;
            metadata: {
                self: string;
                /**
                 * Format: date-time
                 * @description When it was created.
                 */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When it was last changed.
                 */
                updated_at: string;
                uid: string;
                resource_version: string;
            };
            spec: {
                connection_type: string;
                endpoint: string;
                auth_data: {
                    /** @constant */
                    kind: "PlaintextProvider";
                    /** @description A JSON object as text, each of its values replaced by `<REDACTED>`. */
                    data: string;
                };
            };
            status: {
                /** @enum {string} */
                phase: "ACTIVE" | "UNREACHABLE" | "INVALID_AUTH";
                detail: string;
            };
        };
        ConnectionCreate: {
            name: string;
            organization_id?: string;
            environment_id?: string;
            spec: {
                /** @description Upper case: `KAFKA`, `JDBC`, `SCHEMA_REGISTRY`, or a type of Confluent. */
                connection_type: string;
                /** @description Address: bootstrap servers, JDBC URL or URL. */
                endpoint: string;
                auth_data?: {
                    /** @constant */
                    kind: "PlaintextProvider";
                    /** @description A JSON object as text, for example `{"USERNAME":"app","PASSWORD":"…"}`. */
                    data: string;
                };
            };
        };
        ConnectionList: {
            /** @constant */
            api_version: "sql/v1";
            /** @constant */
            kind: "ConnectionList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["Connection"][];
        };
        ConnectionReplace: {
            api_version?: unknown;
            kind?: unknown;
            name?: string;
            organization_id?: string;
            environment_id?: string;
            metadata?: {
                resource_version?: string;
            };
            spec: {
                /** @description Upper case: `KAFKA`, `JDBC`, `SCHEMA_REGISTRY`, or a type of Confluent. */
                connection_type?: string;
                /** @description Address: bootstrap servers, JDBC URL or URL. */
                endpoint?: string;
                auth_data?: {
                    /** @constant */
                    kind: "PlaintextProvider";
                    /** @description A JSON object as text, for example `{"USERNAME":"app","PASSWORD":"…"}`. */
                    data: string;
                };
            };
            status?: unknown;
        };
        DataType: {
            /** @description Name of the type, for example `VARCHAR` or `ROW`. */
            type: string;
            nullable: boolean;
            length?: number;
            precision?: number;
            scale?: number;
            element_type?: {
                [key: string]: unknown;
            };
            key_type?: {
                [key: string]: unknown;
            };
            value_type?: {
                [key: string]: unknown;
            };
            fields?: {
                [key: string]: unknown;
            }[];
            resolution?: string;
            fractional_precision?: number;
            class_name?: string;
        };
        Environment: {
            /** @constant */
            api_version: "org/v2";
            /** @constant */
            kind: "Environment";
            /** @description `env-…`, also the name of its SQL catalog. */
            id: string;
            metadata: components["schemas"]["ObjectMeta"];
            /** @description The other name of its SQL catalog. */
            display_name: string;
            stream_governance_config: {
                /** @enum {string} */
                package: "ESSENTIALS" | "ADVANCED";
            };
        };
        EnvironmentChange: {
            /** @description A name for people. */
            display_name?: string;
            stream_governance_config?: unknown;
        };
        EnvironmentCreate: {
            /** @description A name for people. */
            display_name: string;
            stream_governance_config?: unknown;
        };
        EnvironmentDefaults: {
            /** @constant */
            api_version: "headgate/v1";
            /** @constant */
            kind: "EnvironmentDefaults";
            /** Format: uuid */
            organization_id: string;
            environment_id: string;
            /** @description The connection that tables without a connector use. */
            kafka_connection: string | null;
        };
        EnvironmentDefaultsChange: {
            /** @description Name of a connection of type KAFKA; null: none. */
            kafka_connection: string | null;
        };
        EnvironmentList: {
            /** @constant */
            api_version: "org/v2";
            /** @constant */
            kind: "EnvironmentList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["Environment"][];
        };
        ErrorBody: {
            errors: components["schemas"]["ApiError"][];
        };
        Health: {
            /** @constant */
            status: "ok";
        };
        JsonPatch: {
            /** @enum {string} */
            op: "add" | "remove" | "replace" | "move" | "copy" | "test";
            /** @description JSON pointer: `/spec/stopped`, `/spec/compute_pool_id`, `/spec/principal`, `/metadata/labels` or below it. */
            path: string;
            from?: string;
            value?: unknown;
        }[];
        ListMeta: {
            /** @description Absolute URL of the first page. */
            first?: string;
            /** @description Absolute URL of the next page; its last query parameter is `page_token`. Absent on the last page. */
            next?: string;
            /** @description Absolute URL of this page. */
            self?: string;
        };
        ObjectMeta: {
            /** @description Absolute URL of the resource. */
            self: string;
            /** @description Confluent Resource Name. */
            resource_name: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
        };
        OpenApiDocument: {
            openapi: string;
        };
        Organization: {
            /** @constant */
            api_version: "org/v2";
            /** @constant */
            kind: "Organization";
            /** Format: uuid */
            id: string;
            metadata: components["schemas"]["ObjectMeta"];
            display_name: string;
            jit_enabled: boolean;
        };
        OrganizationChange: {
            /** @description A name for people. */
            display_name?: string;
        };
        OrganizationList: {
            /** @constant */
            api_version: "org/v2";
            /** @constant */
            kind: "OrganizationList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["Organization"][];
        };
        Reference: {
            /** @description Id of the resource. */
            id: string;
            /** @description Absolute URL of the resource. */
            related?: string;
            /** @description Confluent Resource Name. */
            resource_name?: string;
        };
        ReferenceInput: {
            id: string;
            related?: unknown;
            resource_name?: unknown;
        };
        Region: {
            /** @constant */
            api_version: "fcpm/v2";
            /** @constant */
            kind: "Region";
            /** @description `<cloud>.<region>` in lower case. */
            id: string;
            metadata: {
                self: string;
            };
            display_name: string;
            cloud: string;
            region_name: string;
            http_endpoint: string;
        };
        RegionList: {
            /** @constant */
            api_version: "fcpm/v2";
            /** @constant */
            kind: "RegionList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["Region"][];
        };
        Resolution: {
            /** @enum {string} */
            choice: "run-again" | "treat-as-complete" | "start-empty";
        };
        ServiceAccount: {
            /** @constant */
            api_version: "iam/v2";
            /** @constant */
            kind: "ServiceAccount";
            id: string;
            metadata: components["schemas"]["ObjectMeta"];
            display_name: string;
            description: string;
        };
        ServiceAccountChange: {
            /** @description A name for people. */
            display_name?: string;
            /** @description What it is for. */
            description?: string;
        };
        ServiceAccountCreate: {
            /** @description A name for people. */
            display_name: string;
            /** @description What it is for. */
            description?: string;
        };
        ServiceAccountList: {
            /** @constant */
            api_version: "iam/v2";
            /** @constant */
            kind: "ServiceAccountList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["ServiceAccount"][];
        };
        Snapshot: {
            /** @constant */
            api_version: "headgate/v1";
            /** @constant */
            kind: "Snapshot";
            /** @description UUID. */
            id: string;
            /** Format: uuid */
            organization_id: string;
            environment_id: string;
            metadata: components["schemas"]["SnapshotMeta"];
            spec: {
                statement_name?: string;
                /**
                 * @description `canonical` is independent of the state backend; `native` is quicker: the files of the backend itself.
                 * @enum {string}
                 */
                format: "canonical" | "native";
                pinned: boolean;
                /** @description Labels, for example `user.confluent.io/hidden: "true"`. */
                labels: {
                    [key: string]: string;
                };
                /**
                 * Format: date-time
                 * @description No policy deletes it before.
                 */
                retain_until?: string;
            };
            status: components["schemas"]["SnapshotStatus"];
        };
        SnapshotAdoption: {
            /** @description The directory that holds `_metadata`: its URI, or its key within the environment, for example `imports/orders-2026-11`. It must lie in the environment’s own part of the store. */
            path: string;
            /** @description The statement whose state it is: needed for a fork and for a drill. */
            statement_name?: string;
            /** @description Labels, for example `user.confluent.io/hidden: "true"`. */
            labels?: {
                [key: string]: string;
            };
            /** @description A pinned snapshot is not deleted, whatever any policy says. */
            pinned?: boolean;
        };
        SnapshotChange: {
            spec: {
                /** @description A pinned snapshot is not deleted, whatever any policy says. */
                pinned?: boolean;
                /** @description Labels to set; null removes one. */
                labels?: {
                    [key: string]: string | null;
                };
                /** @description No policy deletes it before; within the next hundred years. Null: as policies say. */
                retain_until?: string | null;
            };
        };
        SnapshotCreate: {
            /** @description A running INSERT, CREATE TABLE AS or statement set. */
            statement_name: string;
            /**
             * @description Absent: `native`.
             * @enum {string}
             */
            format?: "canonical" | "native";
            /** @description Labels, for example `user.confluent.io/hidden: "true"`. */
            labels?: {
                [key: string]: string;
            };
            /** @description A pinned snapshot is not deleted, whatever any policy says. */
            pinned?: boolean;
            /**
             * Format: date-time
             * @description No policy deletes it before; within the next hundred years. Absent: one that a person made stays until a person deletes it.
             */
            retain_until?: string;
        };
        SnapshotExport: {
            /** @description Name of the copy: it goes to `exports/<destination>` of the environment. */
            destination: string;
        };
        SnapshotFork: {
            /** @description Name of the new statement. */
            statement_name: string;
            /** @description Absent: the pool of the statement that the snapshot is of, or the default pool where that is gone. */
            compute_pool_id?: string;
            /** @description Instead of those of the other statement: `parallelism.default` or `sql.parallelism`. The plan is taken over as it is, so nothing else has an effect. */
            properties?: {
                [key: string]: string | number;
            };
            /** @description Labels, for example `user.confluent.io/hidden: "true"`. */
            labels?: {
                [key: string]: string;
            };
            /** @description Leave the state of sinks behind: no transaction of the other statement is committed again, and what was written in one that never is committed is missing. */
            drop_sink_state?: boolean;
        };
        SnapshotList: {
            /** @constant */
            api_version: "headgate/v1";
            /** @constant */
            kind: "SnapshotList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["Snapshot"][];
        };
        SnapshotMeta: {
            self: string;
            /**
             * Format: date-time
             * @description When it was asked for or registered.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /** @description Rises by one with each change of the spec. */
            resource_version: string;
        };
        SnapshotNeed: {
            statement_name: string;
            /**
             * @description `restoring`: it was started from it and has no checkpoint of its own yet; `chosen`: it is to go on from it; `resume-target`: it would go on from it.
             * @enum {string}
             */
            why: "restoring" | "chosen" | "resume-target";
        };
        SnapshotOperator: {
            /** @description Absent where Flink derived the id from the shape of the job graph. */
            uid?: string;
            name?: string;
            /** @description 32 hexadecimal digits. */
            operator_id: string;
            parallelism: number;
            max_parallelism: number;
            state_bytes: number;
        };
        SnapshotPolicy: {
            /** @constant */
            api_version: "headgate/v1";
            /** @constant */
            kind: "SnapshotPolicy";
            name: string;
            /** Format: uuid */
            organization_id: string;
            environment_id: string;
            metadata: components["schemas"]["SnapshotPolicyMeta"];
            spec: {
                statement_name?: string;
                /** @description When snapshots are taken by itself; absent: never. */
                schedule?: {
                    /** @description Seconds from one to the next. */
                    every_seconds: number;
                } | {
                    /** @description Minute, hour, day of the month, month, day of the week: `30 2 * * *`. */
                    cron: string;
                    /** @description A name of the IANA database, for example `Europe/Berlin`; default `UTC`. */
                    time_zone?: string;
                };
                /** @enum {string} */
                format: "canonical" | "native";
                keep_last: number;
                keep_for_seconds: number;
                keep_after_deletion_seconds: number;
                trash_seconds: number;
                drill_every_seconds?: number;
                deletion_paused: boolean;
            };
            status: {
                /**
                 * Format: date-time
                 * @description When the next snapshots are due by a cron schedule.
                 */
                next_at?: string;
            };
        };
        SnapshotPolicyCreate: {
            name: string;
            spec: {
                /** @description Absent: every statement of the environment that has no policy of its own. */
                statement_name?: string;
                /** @description When snapshots are taken by itself; absent: never. */
                schedule?: {
                    /** @description Seconds from one to the next. */
                    every_seconds: number;
                } | {
                    /** @description Minute, hour, day of the month, month, day of the week: `30 2 * * *`. */
                    cron: string;
                    /** @description A name of the IANA database, for example `Europe/Berlin`; default `UTC`. */
                    time_zone?: string;
                };
                /**
                 * @description Of the snapshots that it takes; default `native`.
                 * @enum {string}
                 */
                format?: "canonical" | "native";
                /** @description Of each statement, the newest so many of those that no person made stay; default 10. One good snapshot always stays. */
                keep_last?: number;
                /** @description What is younger stays; default a week. */
                keep_for_seconds?: number;
                /** @description How long the snapshots of a deleted statement stay; default a week. */
                keep_after_deletion_seconds?: number;
                /** @description How long one in the trash can be taken out again; default a day. */
                trash_seconds?: number;
                /** @description The kill switch: while any policy of the environment has it set, nothing of the environment is deleted from the store. */
                deletion_paused?: boolean;
                /** @description How often the newest good snapshot of each statement is really restored; absent: never by itself. */
                drill_every_seconds?: number;
            };
        };
        SnapshotPolicyList: {
            /** @constant */
            api_version: "headgate/v1";
            /** @constant */
            kind: "SnapshotPolicyList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["SnapshotPolicy"][];
        };
        SnapshotPolicyMeta: {
            self: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /** @description Rises by one with each change. */
            resource_version: string;
        };
        SnapshotPolicyReplace: {
            api_version?: unknown;
            kind?: unknown;
            name?: string;
            organization_id?: string;
            environment_id?: string;
            metadata?: {
                /** @description If given, it must be the present one. */
                resource_version?: string;
            };
            spec: {
                /** @description Absent: every statement of the environment that has no policy of its own. */
                statement_name?: string;
                /** @description When snapshots are taken by itself; absent: never. */
                schedule?: {
                    /** @description Seconds from one to the next. */
                    every_seconds: number;
                } | {
                    /** @description Minute, hour, day of the month, month, day of the week: `30 2 * * *`. */
                    cron: string;
                    /** @description A name of the IANA database, for example `Europe/Berlin`; default `UTC`. */
                    time_zone?: string;
                };
                /**
                 * @description Of the snapshots that it takes; default `native`.
                 * @enum {string}
                 */
                format?: "canonical" | "native";
                /** @description Of each statement, the newest so many of those that no person made stay; default 10. One good snapshot always stays. */
                keep_last?: number;
                /** @description What is younger stays; default a week. */
                keep_for_seconds?: number;
                /** @description How long the snapshots of a deleted statement stay; default a week. */
                keep_after_deletion_seconds?: number;
                /** @description How long one in the trash can be taken out again; default a day. */
                trash_seconds?: number;
                /** @description The kill switch: while any policy of the environment has it set, nothing of the environment is deleted from the store. */
                deletion_paused?: boolean;
                /** @description How often the newest good snapshot of each statement is really restored; absent: never by itself. */
                drill_every_seconds?: number;
            };
            status?: unknown;
        };
        SnapshotStatus: {
            /**
             * @description `COMPLETED` only once its `_metadata` was read back. `TRASHED`: it can be taken out of the trash; `DELETING`: it cannot any more.
             * @enum {string}
             */
            state: "PENDING" | "IN_PROGRESS" | "COMPLETED" | "FAILED" | "CANCELLED" | "TRASHED" | "DELETING";
            /** @description What is to be known about the state, in words: why it failed, what it waits for. */
            detail: string;
            /** @description A statement can be started from it. */
            restorable: boolean;
            /** @enum {string} */
            kind: "savepoint" | "checkpoint";
            /**
             * @description What it was made for. `stop` and `upgrade`: by a stop with savepoint; `retained`: a checkpoint that a run left; `adopted`: it lay in the store; `exported`: a copy.
             * @enum {string}
             */
            trigger: "manual" | "scheduled" | "stop" | "upgrade" | "retained" | "adopted" | "exported";
            /** @description Id of the snapshot that it is a copy of. */
            copy_of?: string;
            /** @description Number of the newest attempt to have it written. */
            attempt?: number;
            /**
             * Format: date-time
             * @description When that attempt began.
             */
            started_at?: string;
            /** @description What the attempt has written so far. */
            progress?: {
                bytes: number;
                files: number;
                /**
                 * Format: date-time
                 * @description When that was seen.
                 */
                at: string;
            };
            /**
             * Format: date-time
             * @description When the next attempt begins.
             */
            retry_at?: string;
            /**
             * Format: date-time
             * @description When its cancellation was asked for.
             */
            cancel_requested_at?: string;
            /**
             * Format: date-time
             * @description When Flink completed it.
             */
            completed_at?: string;
            /** @description Its directory, as Flink takes it. */
            uri?: string;
            size?: {
                /** @description In its own directory. */
                own_bytes: number;
                own_files: number;
                /** @description In files that other snapshots may need too. */
                shared_bytes: number;
                shared_files: number;
            };
            operators?: components["schemas"]["SnapshotOperator"][];
            /** @description Of its `_metadata`. */
            format_version?: number;
            /** @description The oldest Flink that reads that format. */
            flink_version?: string;
            /** @description The newest of each kind, newest first. */
            verifications: components["schemas"]["SnapshotVerification"][];
            /**
             * Format: date-time
             * @description When a verification was asked for that is not done yet.
             */
            verification_requested_at?: string;
            /**
             * Format: date-time
             * @description When a restore drill was asked for that is not done yet.
             */
            drill_requested_at?: string;
            drill?: {
                /**
                 * Format: date-time
                 * @description When the drill under way began.
                 */
                started_at: string;
            };
            trash?: {
                /**
                 * Format: date-time
                 * @description When it was thrown away.
                 */
                at: string;
                /** @enum {string} */
                by: "user" | "policy";
                reason: string;
                /**
                 * Format: date-time
                 * @description Until then it can be taken out of the trash.
                 */
                deleted_after: string;
            };
            /** @description Whose state it is. */
            statement?: {
                name: string;
                uid: string;
                /** @description The run that wrote it; 0: not known. */
                generation: number;
                /** @description What it ran; not in lists. */
                sql?: string;
            };
            /** @description The statements that need it, when one snapshot is read. It is not deleted while there are any. */
            needed_by?: components["schemas"]["SnapshotNeed"][];
        };
        SnapshotStorage: {
            /** @constant */
            api_version: "headgate/v1";
            /** @constant */
            kind: "SnapshotStorage";
            /** Format: uuid */
            organization_id: string;
            environment_id: string;
            metadata: {
                self: string;
            };
            /** @description Without a report as long as nothing was scanned. */
            status: {
                /**
                 * Format: date-time
                 * @description When a scan was asked for that has not begun yet.
                 */
                scan_requested_at?: string;
                report?: components["schemas"]["StorageReport"];
            };
        };
        SnapshotVerification: {
            /**
             * Format: date-time
             * @description When it was verified.
             */
            at: string;
            /**
             * @description `files`: every file that `_metadata` names is there with at least the size it claims; `drill`: it was really restored.
             * @enum {string}
             */
            how: "files" | "drill";
            good: boolean;
            /** @description What was found, or looked at. */
            message: string;
        };
        Statement: {
            /** @constant */
            api_version: "sql/v1";
            /** @constant */
            kind: "Statement";
            name: string;
            /** Format: uuid */
            organization_id: string;
            environment_id: string;
            metadata: components["schemas"]["StatementMeta"];
            spec: {
                statement: string;
                properties: {
                    [key: string]: string;
                };
                compute_pool_id: string;
                principal: string;
                stopped: boolean;
                /** @description `STREAMING` or `BATCH`. */
                execution_mode: string;
            };
            status: components["schemas"]["StatementStatus"];
        };
        StatementCreate: {
            /** @description Absent: a name is made up. */
            name?: string;
            organization_id?: string;
            environment_id?: string;
            metadata?: {
                /** @description Labels, for example `user.confluent.io/hidden: "true"`. */
                labels?: {
                    [key: string]: string;
                };
            };
            spec: {
                /** @description One SQL statement. */
                statement: string;
                /** @description Settings such as `sql.current-catalog`. `sql.secrets.*` are sealed and never shown. */
                properties?: {
                    [key: string]: string | boolean | number;
                };
                /** @description Absent on creation: the default pool of the environment. */
                compute_pool_id?: string;
                /** @description As whom it runs. Absent on creation: the owner of the API key. */
                principal?: string;
                stopped?: boolean;
            };
        };
        StatementEvent: {
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /** @enum {string} */
            type: "Normal" | "Warning";
            /** @description A word for programs, for example `JobSubmitted`. */
            reason: string;
            message: string;
        };
        StatementEventList: {
            /** @constant */
            api_version: "headgate/v1";
            /** @constant */
            kind: "StatementEventList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["StatementEvent"][];
        };
        StatementException: {
            /** @constant */
            kind: "StatementException";
            name: string;
            message: string;
            /**
             * Format: date-time
             * @description When it was thrown.
             */
            timestamp: string;
        };
        StatementExceptionList: {
            /** @constant */
            api_version: "sql/v1";
            /** @constant */
            kind: "StatementExceptionList";
            metadata: {
                self: string;
            };
            data: components["schemas"]["StatementException"][];
        };
        StatementList: {
            /** @constant */
            api_version: "sql/v1";
            /** @constant */
            kind: "StatementList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["Statement"][];
        };
        StatementMeta: {
            self: string;
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /** @description UUID; a name that is used again has another. */
            uid: string;
            /** @description Rises by one with each accepted change of the spec, never with the status. */
            resource_version: string;
            /** @description Labels, for example `user.confluent.io/hidden: "true"`. */
            labels: {
                [key: string]: string;
            };
        };
        StatementReplace: {
            api_version?: unknown;
            kind?: unknown;
            name?: string;
            organization_id?: string;
            environment_id?: string;
            metadata?: {
                /** @description Labels, for example `user.confluent.io/hidden: "true"`. */
                labels?: {
                    [key: string]: string;
                };
                /** @description If given, it must be the present one. */
                resource_version?: string;
            };
            spec: {
                statement?: string;
                /** @description Settings such as `sql.current-catalog`. `sql.secrets.*` are sealed and never shown. */
                properties?: {
                    [key: string]: string | boolean | number;
                };
                /** @description Absent on creation: the default pool of the environment. */
                compute_pool_id?: string;
                /** @description As whom it runs. Absent on creation: the owner of the API key. */
                principal?: string;
                stopped?: boolean;
            };
            status?: unknown;
        };
        StatementRestore: {
            /** @description Absent: the newest good snapshot of the statement. */
            snapshot_id?: string;
        };
        StatementResult: {
            /** @constant */
            api_version: "sql/v1";
            /** @constant */
            kind: "StatementResult";
            metadata: {
                self: string;
                /** @description Absolute URL of the next page; empty at the end. */
                next: string;
                /**
                 * Format: date-time
                 * @description When the page was read.
                 */
                created_at: string;
            };
            results: {
                data: {
                    /** @description 0 insert, 1 update before, 2 update after, 3 delete. */
                    op: number;
                    row: unknown[];
                }[];
            };
        };
        StatementStatus: {
            /** @enum {string} */
            phase: "PENDING" | "RUNNING" | "COMPLETED" | "DELETING" | "FAILED" | "STOPPING" | "STOPPED";
            /** @description Why it FAILED or what is to be known; empty while PENDING. */
            detail: string;
            scaling_status?: {
                /** @enum {string} */
                scaling_state: "OK" | "PENDING_SCALE_DOWN" | "PENDING_SCALE_UP" | "POOL_EXHAUSTED";
                /**
                 * Format: date-time
                 * @description When it changed.
                 */
                last_updated: string;
            };
            warnings: components["schemas"]["StatementWarning"][];
            traits?: components["schemas"]["StatementTraits"];
            /** @enum {string} */
            network_kind: "PUBLIC" | "PRIVATE";
            /** @description Of a stopped statement: `partition:0,offset:100;…` by topic. */
            latest_offsets: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @description When the offsets were read; `0001-01-01T00:00:00Z` if never.
             */
            latest_offsets_timestamp: string;
            /**
             * Format: date-time
             * @description When it ended.
             */
            end_time?: string;
            /** @description From start to end, ISO 8601. */
            duration?: string;
            /**
             * Format: date-time
             * @description Headgate: when the newest fact behind this status was seen.
             */
            observed_at?: string;
            /** @description Headgate: why nothing can be done yet. */
            waiting_for?: string;
        };
        StatementTraits: {
            /** @description For example `SELECT` or `INSERT_INTO`. */
            sql_kind?: string;
            is_bounded?: boolean;
            is_append_only?: boolean;
            upsert_columns?: number[];
            schema?: {
                columns: {
                    name: string;
                    type: components["schemas"]["DataType"];
                }[];
            };
            connection_refs?: string[];
        };
        StatementWarning: {
            /** @enum {string} */
            severity: "LOW" | "MODERATE" | "CRITICAL";
            /**
             * Format: date-time
             * @description When it was found.
             */
            created_at: string;
            /** @description A word for programs, for example `UNBOUNDED_STATE`. */
            reason: string;
            message: string;
        };
        StorageCandidate: {
            /** @description Directory or file, below the root of the store. */
            key: string;
            /** @description What it is, for example `snapshot` or `aborted-attempt`. */
            kind: string;
            reason: string;
            files: number;
            bytes: number;
            statement_uid?: string;
            snapshot_id?: string;
        };
        /** @description Each file is in one: `live` (checkpoints of what may run, attempts under way, plans), `kept`, `pinned` and `trash` (of snapshots), `orphaned` (needed by nobody that is known), `tables` (written by tables, never touched), `records` (how jobs ended), `unknown` (working files of processes, and what nobody knows: never touched). */
        StorageClasses: {
            live?: components["schemas"]["StorageCount"];
            kept?: components["schemas"]["StorageCount"];
            pinned?: components["schemas"]["StorageCount"];
            trash?: components["schemas"]["StorageCount"];
            orphaned?: components["schemas"]["StorageCount"];
            tables?: components["schemas"]["StorageCount"];
            records?: components["schemas"]["StorageCount"];
            unknown?: components["schemas"]["StorageCount"];
        };
        StorageCount: {
            files: number;
            bytes: number;
        };
        StorageDeletion: {
            /**
             * Format: date-time
             * @description When it was deleted.
             */
            at: string;
            /** @description Directory or file, below the root of the store. */
            key: string;
            /** @description What it is, for example `snapshot` or `aborted-attempt`. */
            kind: string;
            reason: string;
            files: number;
            bytes: number;
            statement_uid?: string;
            snapshot_id?: string;
        };
        StorageDeletionList: {
            /** @constant */
            api_version: "headgate/v1";
            /** @constant */
            kind: "StorageDeletionList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["StorageDeletion"][];
        };
        StorageReport: {
            /**
             * Format: date-time
             * @description When the scan began.
             */
            started_at: string;
            /**
             * Format: date-time
             * @description When it was done.
             */
            finished_at: string;
            total: components["schemas"]["StorageCount"];
            classes: components["schemas"]["StorageClasses"];
            /** @description At most a thousand, largest first. */
            statements: {
                uid: string;
                name?: string;
                classes: components["schemas"]["StorageClasses"];
            }[];
            /** @description What the next clean-up would delete, and why: at most a thousand, largest first. */
            deletable: components["schemas"]["StorageCandidate"][];
            deletable_total: {
                count: number;
                files: number;
                bytes: number;
            };
            /** @description Orphans that stay, each with the reason: at most a thousand, largest first. */
            orphans: components["schemas"]["StorageCandidate"][];
            /** @description Why nothing is deleted although it could be. */
            deletion_paused_because?: string;
        };
        TypedReference: {
            id: string;
            api_version: string;
            kind: string;
            environment?: string;
            related: string;
            resource_name: string;
        };
        WorkerLog: {
            worker_id: string;
            /** @enum {string} */
            role: "jobmanager" | "gateway" | "taskmanager";
            /** @description The last lines. */
            text: string;
        };
        WorkerLogList: {
            /** @constant */
            api_version: "headgate/v1";
            /** @constant */
            kind: "WorkerLogList";
            metadata: components["schemas"]["ListMeta"];
            data: components["schemas"]["WorkerLog"][];
        };
    };
    responses: {
        /** @description Bad request */
        Error400: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "400",
                 *           "code": "bad_request",
                 *           "title": "Bad request",
                 *           "detail": "Bad request"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Unauthorized */
        Error401: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                /** @description How to authenticate. */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "401",
                 *           "code": "unauthorized",
                 *           "title": "Unauthorized",
                 *           "detail": "Unauthorized"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Quota reached */
        Error402: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "402",
                 *           "code": "quota_reached",
                 *           "title": "Quota reached",
                 *           "detail": "Quota reached"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Not found */
        Error404: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "404",
                 *           "code": "not_found",
                 *           "title": "Not found",
                 *           "detail": "The statement 'a' does not exist."
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Method not allowed */
        Error405: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                /** @description The methods that the path takes. */
                Allow?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "405",
                 *           "code": "method_not_allowed",
                 *           "title": "Method not allowed",
                 *           "detail": "Method not allowed"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Conflict */
        Error409: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "409",
                 *           "code": "conflict",
                 *           "title": "Conflict",
                 *           "detail": "Conflict"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Gone */
        Error410: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "410",
                 *           "code": "gone",
                 *           "title": "Gone",
                 *           "detail": "Gone"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Body too large */
        Error413: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "413",
                 *           "code": "body_too_large",
                 *           "title": "Body too large",
                 *           "detail": "Body too large"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Unsupported media type */
        Error415: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "415",
                 *           "code": "unsupported_media_type",
                 *           "title": "Unsupported media type",
                 *           "detail": "Unsupported media type"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Unprocessable */
        Error422: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "422",
                 *           "code": "unprocessable",
                 *           "title": "Unprocessable",
                 *           "detail": "Unprocessable"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Too many requests */
        Error429: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                /** @description Seconds to wait. */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "429",
                 *           "code": "too_many_requests",
                 *           "title": "Too many requests",
                 *           "detail": "Too many requests"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Request header fields too large */
        Error431: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "431",
                 *           "code": "request_header_fields_too_large",
                 *           "title": "Request header fields too large",
                 *           "detail": "Request header fields too large"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Internal error */
        Error500: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "500",
                 *           "code": "internal_error",
                 *           "title": "Internal error",
                 *           "detail": "Internal error"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
        /** @description Unavailable */
        Error503: {
            headers: {
                /** @description Names the request in logs. */
                "X-Request-Id"?: string;
                /** @description Seconds to wait. */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "errors": [
                 *         {
                 *           "id": "5c1f0a9e",
                 *           "status": "503",
                 *           "code": "unavailable",
                 *           "title": "Unavailable",
                 *           "detail": "Unavailable"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ErrorBody"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "statements.list": {
        parameters: {
            query?: {
                "spec.compute_pool_id"?: string;
                /** @description `key=value`, several with commas: all must match. */
                label_selector?: string;
                /** @description A part of the name. */
                statement_name_search_query?: string;
                /** @description Accepted; the list is always ordered by time. */
                time_ordered?: boolean;
                "status.phase"?: string;
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of statements. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "StatementList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/sql/v1/…/statements",
                     *         "self": "http://localhost:8080/sql/v1/…/statements"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "sql/v1",
                     *           "kind": "Statement",
                     *           "name": "orders-per-customer",
                     *           "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *           "environment_id": "env-a1b2c3",
                     *           "metadata": {
                     *             "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer",
                     *             "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *             "resource_version": "1",
                     *             "labels": {},
                     *             "created_at": "2026-11-02T09:00:00Z",
                     *             "updated_at": "2026-11-02T09:00:00Z"
                     *           },
                     *           "spec": {
                     *             "statement": "SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer",
                     *             "properties": {
                     *               "sql.current-catalog": "env-a1b2c3",
                     *               "sql.current-database": "default"
                     *             },
                     *             "compute_pool_id": "lfcp-a1b2c3",
                     *             "principal": "sa-a1b2c3",
                     *             "stopped": false,
                     *             "execution_mode": "STREAMING"
                     *           },
                     *           "status": {
                     *             "phase": "RUNNING",
                     *             "detail": "",
                     *             "warnings": [],
                     *             "network_kind": "PUBLIC",
                     *             "latest_offsets": {},
                     *             "latest_offsets_timestamp": "0001-01-01T00:00:00Z",
                     *             "traits": {
                     *               "sql_kind": "SELECT",
                     *               "is_bounded": false,
                     *               "is_append_only": false,
                     *               "upsert_columns": [
                     *                 0
                     *               ],
                     *               "schema": {
                     *                 "columns": [
                     *                   {
                     *                     "name": "customer",
                     *                     "type": {
                     *                       "type": "INTEGER",
                     *                       "nullable": true
                     *                     }
                     *                   },
                     *                   {
                     *                     "name": "orders",
                     *                     "type": {
                     *                       "type": "BIGINT",
                     *                       "nullable": false
                     *                     }
                     *                   }
                     *                 ]
                     *               }
                     *             }
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StatementList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statements.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders-per-customer",
                 *       "spec": {
                 *         "statement": "SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer",
                 *         "properties": {
                 *           "sql.current-catalog": "env-a1b2c3",
                 *           "sql.current-database": "default"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["StatementCreate"];
            };
        };
        responses: {
            /** @description The statement. */
            201: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "Statement",
                     *       "name": "orders-per-customer",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer",
                     *         "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *         "resource_version": "1",
                     *         "labels": {},
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "statement": "SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer",
                     *         "properties": {
                     *           "sql.current-catalog": "env-a1b2c3",
                     *           "sql.current-database": "default"
                     *         },
                     *         "compute_pool_id": "lfcp-a1b2c3",
                     *         "principal": "sa-a1b2c3",
                     *         "stopped": false,
                     *         "execution_mode": "STREAMING"
                     *       },
                     *       "status": {
                     *         "phase": "RUNNING",
                     *         "detail": "",
                     *         "warnings": [],
                     *         "network_kind": "PUBLIC",
                     *         "latest_offsets": {},
                     *         "latest_offsets_timestamp": "0001-01-01T00:00:00Z",
                     *         "traits": {
                     *           "sql_kind": "SELECT",
                     *           "is_bounded": false,
                     *           "is_append_only": false,
                     *           "upsert_columns": [
                     *             0
                     *           ],
                     *           "schema": {
                     *             "columns": [
                     *               {
                     *                 "name": "customer",
                     *                 "type": {
                     *                   "type": "INTEGER",
                     *                   "nullable": true
                     *                 }
                     *               },
                     *               {
                     *                 "name": "orders",
                     *                 "type": {
                     *                   "type": "BIGINT",
                     *                   "nullable": false
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Statement"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statements.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The statement. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "Statement",
                     *       "name": "orders-per-customer",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer",
                     *         "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *         "resource_version": "1",
                     *         "labels": {},
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "statement": "SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer",
                     *         "properties": {
                     *           "sql.current-catalog": "env-a1b2c3",
                     *           "sql.current-database": "default"
                     *         },
                     *         "compute_pool_id": "lfcp-a1b2c3",
                     *         "principal": "sa-a1b2c3",
                     *         "stopped": false,
                     *         "execution_mode": "STREAMING"
                     *       },
                     *       "status": {
                     *         "phase": "RUNNING",
                     *         "detail": "",
                     *         "warnings": [],
                     *         "network_kind": "PUBLIC",
                     *         "latest_offsets": {},
                     *         "latest_offsets_timestamp": "0001-01-01T00:00:00Z",
                     *         "traits": {
                     *           "sql_kind": "SELECT",
                     *           "is_bounded": false,
                     *           "is_append_only": false,
                     *           "upsert_columns": [
                     *             0
                     *           ],
                     *           "schema": {
                     *             "columns": [
                     *               {
                     *                 "name": "customer",
                     *                 "type": {
                     *                   "type": "INTEGER",
                     *                   "nullable": true
                     *                 }
                     *               },
                     *               {
                     *                 "name": "orders",
                     *                 "type": {
                     *                   "type": "BIGINT",
                     *                   "nullable": false
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Statement"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statements.replace": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "api_version": "sql/v1",
                 *       "kind": "Statement",
                 *       "name": "orders-per-customer",
                 *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                 *       "environment_id": "env-a1b2c3",
                 *       "metadata": {
                 *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer",
                 *         "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                 *         "resource_version": "1",
                 *         "labels": {},
                 *         "created_at": "2026-11-02T09:00:00Z",
                 *         "updated_at": "2026-11-02T09:00:00Z"
                 *       },
                 *       "spec": {
                 *         "statement": "SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer",
                 *         "properties": {
                 *           "sql.current-catalog": "env-a1b2c3",
                 *           "sql.current-database": "default"
                 *         },
                 *         "compute_pool_id": "lfcp-a1b2c3",
                 *         "principal": "sa-a1b2c3",
                 *         "stopped": false,
                 *         "execution_mode": "STREAMING"
                 *       },
                 *       "status": {
                 *         "phase": "RUNNING",
                 *         "detail": "",
                 *         "warnings": [],
                 *         "network_kind": "PUBLIC",
                 *         "latest_offsets": {},
                 *         "latest_offsets_timestamp": "0001-01-01T00:00:00Z",
                 *         "traits": {
                 *           "sql_kind": "SELECT",
                 *           "is_bounded": false,
                 *           "is_append_only": false,
                 *           "upsert_columns": [
                 *             0
                 *           ],
                 *           "schema": {
                 *             "columns": [
                 *               {
                 *                 "name": "customer",
                 *                 "type": {
                 *                   "type": "INTEGER",
                 *                   "nullable": true
                 *                 }
                 *               },
                 *               {
                 *                 "name": "orders",
                 *                 "type": {
                 *                   "type": "BIGINT",
                 *                   "nullable": false
                 *                 }
                 *               }
                 *             ]
                 *           }
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["StatementReplace"];
            };
        };
        responses: {
            /** @description Accepted; the body is empty. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statements.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted; the body is empty. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statements.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example [
                 *       {
                 *         "op": "replace",
                 *         "path": "/spec/stopped",
                 *         "value": true
                 *       }
                 *     ]
                 */
                "application/json-patch+json": components["schemas"]["JsonPatch"];
            };
        };
        responses: {
            /** @description The statement. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "Statement",
                     *       "name": "orders-per-customer",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer",
                     *         "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *         "resource_version": "1",
                     *         "labels": {},
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "statement": "SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer",
                     *         "properties": {
                     *           "sql.current-catalog": "env-a1b2c3",
                     *           "sql.current-database": "default"
                     *         },
                     *         "compute_pool_id": "lfcp-a1b2c3",
                     *         "principal": "sa-a1b2c3",
                     *         "stopped": false,
                     *         "execution_mode": "STREAMING"
                     *       },
                     *       "status": {
                     *         "phase": "RUNNING",
                     *         "detail": "",
                     *         "warnings": [],
                     *         "network_kind": "PUBLIC",
                     *         "latest_offsets": {},
                     *         "latest_offsets_timestamp": "0001-01-01T00:00:00Z",
                     *         "traits": {
                     *           "sql_kind": "SELECT",
                     *           "is_bounded": false,
                     *           "is_append_only": false,
                     *           "upsert_columns": [
                     *             0
                     *           ],
                     *           "schema": {
                     *             "columns": [
                     *               {
                     *                 "name": "customer",
                     *                 "type": {
                     *                   "type": "INTEGER",
                     *                   "nullable": true
                     *                 }
                     *               },
                     *               {
                     *                 "name": "orders",
                     *                 "type": {
                     *                   "type": "BIGINT",
                     *                   "nullable": false
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Statement"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statements.results": {
        parameters: {
            query?: {
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of rows. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "StatementResult",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer/results",
                     *         "next": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer/results?page_token=1",
                     *         "created_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "results": {
                     *         "data": [
                     *           {
                     *             "op": 0,
                     *             "row": [
                     *               "7",
                     *               "1"
                     *             ]
                     *           },
                     *           {
                     *             "op": 1,
                     *             "row": [
                     *               "7",
                     *               "1"
                     *             ]
                     *           },
                     *           {
                     *             "op": 2,
                     *             "row": [
                     *               "7",
                     *               "2"
                     *             ]
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["StatementResult"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            410: components["responses"]["Error410"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statements.exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "StatementExceptionList",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer/exceptions"
                     *       },
                     *       "data": [
                     *         {
                     *           "kind": "StatementException",
                     *           "name": "java.lang.ArithmeticException",
                     *           "message": "Division by zero",
                     *           "timestamp": "2026-11-02T09:00:00Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StatementExceptionList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "connections.list": {
        parameters: {
            query?: {
                "spec.connection_type"?: string;
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of connections. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "ConnectionList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/sql/v1/…/connections",
                     *         "self": "http://localhost:8080/sql/v1/…/connections"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "sql/v1",
                     *           "kind": "Connection",
                     *           "name": "orders-kafka",
                     *           "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *           "environment_id": "env-a1b2c3",
                     *           "metadata": {
                     *             "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/connections/orders-kafka",
                     *             "uid": "orders-kafka",
                     *             "resource_version": "1",
                     *             "created_at": "2026-11-02T09:00:00Z",
                     *             "updated_at": "2026-11-02T09:00:00Z"
                     *           },
                     *           "spec": {
                     *             "connection_type": "KAFKA",
                     *             "endpoint": "kafka.example.com:9092",
                     *             "auth_data": {
                     *               "kind": "PlaintextProvider",
                     *               "data": "{\"USERNAME\":\"<REDACTED>\",\"PASSWORD\":\"<REDACTED>\"}"
                     *             }
                     *           },
                     *           "status": {
                     *             "phase": "ACTIVE",
                     *             "detail": ""
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ConnectionList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "connections.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders-kafka",
                 *       "spec": {
                 *         "connection_type": "KAFKA",
                 *         "endpoint": "kafka.example.com:9092",
                 *         "auth_data": {
                 *           "kind": "PlaintextProvider",
                 *           "data": "{\"USERNAME\":\"app\",\"PASSWORD\":\"…\"}"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ConnectionCreate"];
            };
        };
        responses: {
            /** @description The connection, its secrets masked. */
            201: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "Connection",
                     *       "name": "orders-kafka",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/connections/orders-kafka",
                     *         "uid": "orders-kafka",
                     *         "resource_version": "1",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "connection_type": "KAFKA",
                     *         "endpoint": "kafka.example.com:9092",
                     *         "auth_data": {
                     *           "kind": "PlaintextProvider",
                     *           "data": "{\"USERNAME\":\"<REDACTED>\",\"PASSWORD\":\"<REDACTED>\"}"
                     *         }
                     *       },
                     *       "status": {
                     *         "phase": "ACTIVE",
                     *         "detail": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "connections.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the connection. */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The connection, its secrets masked. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "Connection",
                     *       "name": "orders-kafka",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/connections/orders-kafka",
                     *         "uid": "orders-kafka",
                     *         "resource_version": "1",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "connection_type": "KAFKA",
                     *         "endpoint": "kafka.example.com:9092",
                     *         "auth_data": {
                     *           "kind": "PlaintextProvider",
                     *           "data": "{\"USERNAME\":\"<REDACTED>\",\"PASSWORD\":\"<REDACTED>\"}"
                     *         }
                     *       },
                     *       "status": {
                     *         "phase": "ACTIVE",
                     *         "detail": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "connections.replace": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the connection. */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "orders-kafka",
                 *       "spec": {
                 *         "connection_type": "KAFKA",
                 *         "endpoint": "kafka.example.com:9092",
                 *         "auth_data": {
                 *           "kind": "PlaintextProvider",
                 *           "data": "{\"USERNAME\":\"app\",\"PASSWORD\":\"…\"}"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ConnectionReplace"];
            };
        };
        responses: {
            /** @description The connection, its secrets masked. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "Connection",
                     *       "name": "orders-kafka",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/connections/orders-kafka",
                     *         "uid": "orders-kafka",
                     *         "resource_version": "1",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "connection_type": "KAFKA",
                     *         "endpoint": "kafka.example.com:9092",
                     *         "auth_data": {
                     *           "kind": "PlaintextProvider",
                     *           "data": "{\"USERNAME\":\"<REDACTED>\",\"PASSWORD\":\"<REDACTED>\"}"
                     *         }
                     *       },
                     *       "status": {
                     *         "phase": "ACTIVE",
                     *         "detail": ""
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Connection"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "connections.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the connection. */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; the body is empty. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "compute-pools.list": {
        parameters: {
            query: {
                /** @description Id of the environment. */
                environment: string;
                "spec.region"?: string;
                "spec.network"?: string;
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of compute pools. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "fcpm/v2",
                     *       "kind": "ComputePoolList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/fcpm/v2/compute-pools",
                     *         "self": "http://localhost:8080/fcpm/v2/compute-pools"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "fcpm/v2",
                     *           "kind": "ComputePool",
                     *           "id": "lfcp-a1b2c3",
                     *           "metadata": {
                     *             "self": "http://localhost:8080/fcpm/v2/compute-pools/lfcp-a1b2c3?environment=env-a1b2c3",
                     *             "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3/flink-region=aws.local-1/compute-pool=lfcp-a1b2c3",
                     *             "created_at": "2026-11-02T09:00:00Z",
                     *             "updated_at": "2026-11-02T09:00:00Z"
                     *           },
                     *           "spec": {
                     *             "display_name": "orders",
                     *             "cloud": "AWS",
                     *             "region": "local-1",
                     *             "max_cfu": 10,
                     *             "enable_ai": false,
                     *             "default_pool": true,
                     *             "http_endpoint": "http://localhost:8080",
                     *             "environment": {
                     *               "id": "env-a1b2c3",
                     *               "related": "http://localhost:8080/org/v2/environments/env-a1b2c3",
                     *               "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3"
                     *             }
                     *           },
                     *           "status": {
                     *             "phase": "PROVISIONED",
                     *             "current_cfu": 0
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ComputePoolList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "compute-pools.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "spec": {
                 *         "display_name": "orders",
                 *         "cloud": "AWS",
                 *         "region": "local-1",
                 *         "max_cfu": 10,
                 *         "environment": {
                 *           "id": "env-a1b2c3"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ComputePoolCreate"];
            };
        };
        responses: {
            /** @description The compute pool. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "fcpm/v2",
                     *       "kind": "ComputePool",
                     *       "id": "lfcp-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/fcpm/v2/compute-pools/lfcp-a1b2c3?environment=env-a1b2c3",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3/flink-region=aws.local-1/compute-pool=lfcp-a1b2c3",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "display_name": "orders",
                     *         "cloud": "AWS",
                     *         "region": "local-1",
                     *         "max_cfu": 10,
                     *         "enable_ai": false,
                     *         "default_pool": true,
                     *         "http_endpoint": "http://localhost:8080",
                     *         "environment": {
                     *           "id": "env-a1b2c3",
                     *           "related": "http://localhost:8080/org/v2/environments/env-a1b2c3",
                     *           "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3"
                     *         }
                     *       },
                     *       "status": {
                     *         "phase": "PROVISIONED",
                     *         "current_cfu": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ComputePool"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            402: components["responses"]["Error402"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "compute-pools.read": {
        parameters: {
            query: {
                /** @description Id of the environment. */
                environment: string;
            };
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The compute pool. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "fcpm/v2",
                     *       "kind": "ComputePool",
                     *       "id": "lfcp-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/fcpm/v2/compute-pools/lfcp-a1b2c3?environment=env-a1b2c3",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3/flink-region=aws.local-1/compute-pool=lfcp-a1b2c3",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "display_name": "orders",
                     *         "cloud": "AWS",
                     *         "region": "local-1",
                     *         "max_cfu": 10,
                     *         "enable_ai": false,
                     *         "default_pool": true,
                     *         "http_endpoint": "http://localhost:8080",
                     *         "environment": {
                     *           "id": "env-a1b2c3",
                     *           "related": "http://localhost:8080/org/v2/environments/env-a1b2c3",
                     *           "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3"
                     *         }
                     *       },
                     *       "status": {
                     *         "phase": "PROVISIONED",
                     *         "current_cfu": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ComputePool"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "compute-pools.remove": {
        parameters: {
            query: {
                /** @description Id of the environment. */
                environment: string;
            };
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted. */
            204: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "compute-pools.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "spec": {
                 *         "max_cfu": 20,
                 *         "environment": {
                 *           "id": "env-a1b2c3"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ComputePoolChange"];
            };
        };
        responses: {
            /** @description The compute pool. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "fcpm/v2",
                     *       "kind": "ComputePool",
                     *       "id": "lfcp-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/fcpm/v2/compute-pools/lfcp-a1b2c3?environment=env-a1b2c3",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3/flink-region=aws.local-1/compute-pool=lfcp-a1b2c3",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "display_name": "orders",
                     *         "cloud": "AWS",
                     *         "region": "local-1",
                     *         "max_cfu": 10,
                     *         "enable_ai": false,
                     *         "default_pool": true,
                     *         "http_endpoint": "http://localhost:8080",
                     *         "environment": {
                     *           "id": "env-a1b2c3",
                     *           "related": "http://localhost:8080/org/v2/environments/env-a1b2c3",
                     *           "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3"
                     *         }
                     *       },
                     *       "status": {
                     *         "phase": "PROVISIONED",
                     *         "current_cfu": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ComputePool"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "compute-pool-config.read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "fcpm/v2",
                     *       "kind": "OrgComputePoolConfig",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "spec": {
                     *         "default_pool_enabled": true,
                     *         "default_pool_max_cfu": 10
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ComputePoolConfig"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "compute-pool-config.change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "spec": {
                 *         "default_pool_max_cfu": 20
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ComputePoolConfigChange"];
            };
        };
        responses: {
            /** @description The settings. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "fcpm/v2",
                     *       "kind": "OrgComputePoolConfig",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "spec": {
                     *         "default_pool_enabled": true,
                     *         "default_pool_max_cfu": 10
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ComputePoolConfig"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "regions.list": {
        parameters: {
            query?: {
                cloud?: string;
                region_name?: string;
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of regions. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "fcpm/v2",
                     *       "kind": "RegionList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/fcpm/v2/regions",
                     *         "self": "http://localhost:8080/fcpm/v2/regions"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "fcpm/v2",
                     *           "kind": "Region",
                     *           "id": "aws.local-1",
                     *           "metadata": {
                     *             "self": "http://localhost:8080/fcpm/v2/regions"
                     *           },
                     *           "display_name": "Local",
                     *           "cloud": "AWS",
                     *           "region_name": "local-1",
                     *           "http_endpoint": "http://localhost:8080"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["RegionList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "organizations.list": {
        parameters: {
            query?: {
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One organization. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "org/v2",
                     *       "kind": "OrganizationList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/org/v2/organizations",
                     *         "self": "http://localhost:8080/org/v2/organizations"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "org/v2",
                     *           "kind": "Organization",
                     *           "id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *           "display_name": "Example",
                     *           "jit_enabled": false,
                     *           "metadata": {
                     *             "self": "http://localhost:8080/org/v2/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *             "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *             "created_at": "2026-11-02T09:00:00Z",
                     *             "updated_at": "2026-11-02T09:00:00Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "organizations.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organization. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "org/v2",
                     *       "kind": "Organization",
                     *       "id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "display_name": "Example",
                     *       "jit_enabled": false,
                     *       "metadata": {
                     *         "self": "http://localhost:8080/org/v2/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "organizations.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "display_name": "Example"
                 *     }
                 */
                "application/json": components["schemas"]["OrganizationChange"];
            };
        };
        responses: {
            /** @description The organization. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "org/v2",
                     *       "kind": "Organization",
                     *       "id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "display_name": "Example",
                     *       "jit_enabled": false,
                     *       "metadata": {
                     *         "self": "http://localhost:8080/org/v2/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "environments.list": {
        parameters: {
            query?: {
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of environments. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "org/v2",
                     *       "kind": "EnvironmentList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/org/v2/environments",
                     *         "self": "http://localhost:8080/org/v2/environments"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "org/v2",
                     *           "kind": "Environment",
                     *           "id": "env-a1b2c3",
                     *           "display_name": "orders",
                     *           "stream_governance_config": {
                     *             "package": "ESSENTIALS"
                     *           },
                     *           "metadata": {
                     *             "self": "http://localhost:8080/org/v2/environments/env-a1b2c3",
                     *             "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3",
                     *             "created_at": "2026-11-02T09:00:00Z",
                     *             "updated_at": "2026-11-02T09:00:00Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "environments.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "display_name": "orders"
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentCreate"];
            };
        };
        responses: {
            /** @description The environment. */
            201: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "org/v2",
                     *       "kind": "Environment",
                     *       "id": "env-a1b2c3",
                     *       "display_name": "orders",
                     *       "stream_governance_config": {
                     *         "package": "ESSENTIALS"
                     *       },
                     *       "metadata": {
                     *         "self": "http://localhost:8080/org/v2/environments/env-a1b2c3",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Environment"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            402: components["responses"]["Error402"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "environments.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The environment. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "org/v2",
                     *       "kind": "Environment",
                     *       "id": "env-a1b2c3",
                     *       "display_name": "orders",
                     *       "stream_governance_config": {
                     *         "package": "ESSENTIALS"
                     *       },
                     *       "metadata": {
                     *         "self": "http://localhost:8080/org/v2/environments/env-a1b2c3",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Environment"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "environments.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "environments.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "display_name": "orders"
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentChange"];
            };
        };
        responses: {
            /** @description The environment. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "org/v2",
                     *       "kind": "Environment",
                     *       "id": "env-a1b2c3",
                     *       "display_name": "orders",
                     *       "stream_governance_config": {
                     *         "package": "ESSENTIALS"
                     *       },
                     *       "metadata": {
                     *         "self": "http://localhost:8080/org/v2/environments/env-a1b2c3",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Environment"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "service-accounts.list": {
        parameters: {
            query?: {
                display_name?: string;
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of service accounts. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "iam/v2",
                     *       "kind": "ServiceAccountList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/iam/v2/service-accounts",
                     *         "self": "http://localhost:8080/iam/v2/service-accounts"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "iam/v2",
                     *           "kind": "ServiceAccount",
                     *           "id": "sa-a1b2c3",
                     *           "display_name": "etl",
                     *           "description": "Nightly loads",
                     *           "metadata": {
                     *             "self": "http://localhost:8080/iam/v2/service-accounts/sa-a1b2c3",
                     *             "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/service-account=sa-a1b2c3",
                     *             "created_at": "2026-11-02T09:00:00Z",
                     *             "updated_at": "2026-11-02T09:00:00Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ServiceAccountList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "service-accounts.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "display_name": "etl",
                 *       "description": "Nightly loads"
                 *     }
                 */
                "application/json": components["schemas"]["ServiceAccountCreate"];
            };
        };
        responses: {
            /** @description The service account. */
            201: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "iam/v2",
                     *       "kind": "ServiceAccount",
                     *       "id": "sa-a1b2c3",
                     *       "display_name": "etl",
                     *       "description": "Nightly loads",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/iam/v2/service-accounts/sa-a1b2c3",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/service-account=sa-a1b2c3",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ServiceAccount"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            402: components["responses"]["Error402"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "service-accounts.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The service account. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "iam/v2",
                     *       "kind": "ServiceAccount",
                     *       "id": "sa-a1b2c3",
                     *       "display_name": "etl",
                     *       "description": "Nightly loads",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/iam/v2/service-accounts/sa-a1b2c3",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/service-account=sa-a1b2c3",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ServiceAccount"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "service-accounts.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "service-accounts.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "description": "Nightly loads"
                 *     }
                 */
                "application/json": components["schemas"]["ServiceAccountChange"];
            };
        };
        responses: {
            /** @description The service account. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "iam/v2",
                     *       "kind": "ServiceAccount",
                     *       "id": "sa-a1b2c3",
                     *       "display_name": "etl",
                     *       "description": "Nightly loads",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/iam/v2/service-accounts/sa-a1b2c3",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/service-account=sa-a1b2c3",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ServiceAccount"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "api-keys.list": {
        parameters: {
            query?: {
                "spec.owner"?: string;
                /** @description `cloud` or a region. Pages may then be shorter than `page_size`. */
                "spec.resource"?: string;
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of API keys, without secrets. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "iam/v2",
                     *       "kind": "ApiKeyList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/iam/v2/api-keys",
                     *         "self": "http://localhost:8080/iam/v2/api-keys"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "iam/v2",
                     *           "kind": "ApiKey",
                     *           "id": "ABCDEFGH12345678",
                     *           "metadata": {
                     *             "self": "http://localhost:8080/iam/v2/api-keys/ABCDEFGH12345678",
                     *             "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/api-key=ABCDEFGH12345678",
                     *             "created_at": "2026-11-02T09:00:00Z",
                     *             "updated_at": "2026-11-02T09:00:00Z"
                     *           },
                     *           "spec": {
                     *             "display_name": "etl",
                     *             "description": "",
                     *             "owner": {
                     *               "id": "sa-a1b2c3",
                     *               "api_version": "iam/v2",
                     *               "kind": "ServiceAccount",
                     *               "related": "http://localhost:8080/iam/v2/service-accounts/sa-a1b2c3",
                     *               "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/service-account=sa-a1b2c3"
                     *             },
                     *             "resource": {
                     *               "id": "aws.local-1",
                     *               "api_version": "fcpm/v2",
                     *               "kind": "Region",
                     *               "environment": "env-a1b2c3",
                     *               "related": "http://localhost:8080/fcpm/v2/regions",
                     *               "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3/flink-region=aws.local-1"
                     *             }
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "api-keys.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "spec": {
                 *         "display_name": "etl",
                 *         "owner": {
                 *           "id": "sa-a1b2c3"
                 *         },
                 *         "resource": {
                 *           "id": "aws.local-1",
                 *           "environment": "env-a1b2c3"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ApiKeyCreate"];
            };
        };
        responses: {
            /** @description The API key with its secret. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "iam/v2",
                     *       "kind": "ApiKey",
                     *       "id": "ABCDEFGH12345678",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/iam/v2/api-keys/ABCDEFGH12345678",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/api-key=ABCDEFGH12345678",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "display_name": "etl",
                     *         "description": "",
                     *         "owner": {
                     *           "id": "sa-a1b2c3",
                     *           "api_version": "iam/v2",
                     *           "kind": "ServiceAccount",
                     *           "related": "http://localhost:8080/iam/v2/service-accounts/sa-a1b2c3",
                     *           "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/service-account=sa-a1b2c3"
                     *         },
                     *         "resource": {
                     *           "id": "aws.local-1",
                     *           "api_version": "fcpm/v2",
                     *           "kind": "Region",
                     *           "environment": "env-a1b2c3",
                     *           "related": "http://localhost:8080/fcpm/v2/regions",
                     *           "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3/flink-region=aws.local-1"
                     *         },
                     *         "secret": "…"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            402: components["responses"]["Error402"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "api-keys.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The API key, without its secret. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "iam/v2",
                     *       "kind": "ApiKey",
                     *       "id": "ABCDEFGH12345678",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/iam/v2/api-keys/ABCDEFGH12345678",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/api-key=ABCDEFGH12345678",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "display_name": "etl",
                     *         "description": "",
                     *         "owner": {
                     *           "id": "sa-a1b2c3",
                     *           "api_version": "iam/v2",
                     *           "kind": "ServiceAccount",
                     *           "related": "http://localhost:8080/iam/v2/service-accounts/sa-a1b2c3",
                     *           "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/service-account=sa-a1b2c3"
                     *         },
                     *         "resource": {
                     *           "id": "aws.local-1",
                     *           "api_version": "fcpm/v2",
                     *           "kind": "Region",
                     *           "environment": "env-a1b2c3",
                     *           "related": "http://localhost:8080/fcpm/v2/regions",
                     *           "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3/flink-region=aws.local-1"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "api-keys.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted; the key stops working at once. */
            204: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "api-keys.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the resource. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "spec": {
                 *         "description": "Nightly loads"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ApiKeyChange"];
            };
        };
        responses: {
            /** @description The API key, without its secret. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "iam/v2",
                     *       "kind": "ApiKey",
                     *       "id": "ABCDEFGH12345678",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/iam/v2/api-keys/ABCDEFGH12345678",
                     *         "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/api-key=ABCDEFGH12345678",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "display_name": "etl",
                     *         "description": "",
                     *         "owner": {
                     *           "id": "sa-a1b2c3",
                     *           "api_version": "iam/v2",
                     *           "kind": "ServiceAccount",
                     *           "related": "http://localhost:8080/iam/v2/service-accounts/sa-a1b2c3",
                     *           "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/service-account=sa-a1b2c3"
                     *         },
                     *         "resource": {
                     *           "id": "aws.local-1",
                     *           "api_version": "fcpm/v2",
                     *           "kind": "Region",
                     *           "environment": "env-a1b2c3",
                     *           "related": "http://localhost:8080/fcpm/v2/regions",
                     *           "resource_name": "crn://confluent.cloud/organization=3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environment=env-a1b2c3/flink-region=aws.local-1"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statement-logs.list": {
        parameters: {
            query?: {
                role?: "jobmanager" | "gateway" | "taskmanager";
                tail_bytes?: number;
                /** @description Processes at most, newest first. */
                workers?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Logs, newest process first. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "WorkerLogList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/headgate/v1/…/logs",
                     *         "self": "http://localhost:8080/headgate/v1/…/logs"
                     *       },
                     *       "data": [
                     *         {
                     *           "worker_id": "taskmanager-1",
                     *           "role": "taskmanager",
                     *           "text": "2026-11-02 09:00:00 INFO Started"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["WorkerLogList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statement-events.list": {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "StatementEventList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/headgate/v1/…/events",
                     *         "self": "http://localhost:8080/headgate/v1/…/events"
                     *       },
                     *       "data": [
                     *         {
                     *           "at": "2026-11-02T09:00:00Z",
                     *           "type": "Normal",
                     *           "reason": "JobSubmitted",
                     *           "message": "Generation 1 was submitted."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StatementEventList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statement-resolutions.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "choice": "run-again"
                 *     }
                 */
                "application/json": components["schemas"]["Resolution"];
            };
        };
        responses: {
            /** @description The statement. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "Statement",
                     *       "name": "orders-per-customer",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer",
                     *         "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *         "resource_version": "1",
                     *         "labels": {},
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "statement": "SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer",
                     *         "properties": {
                     *           "sql.current-catalog": "env-a1b2c3",
                     *           "sql.current-database": "default"
                     *         },
                     *         "compute_pool_id": "lfcp-a1b2c3",
                     *         "principal": "sa-a1b2c3",
                     *         "stopped": false,
                     *         "execution_mode": "STREAMING"
                     *       },
                     *       "status": {
                     *         "phase": "RUNNING",
                     *         "detail": "",
                     *         "warnings": [],
                     *         "network_kind": "PUBLIC",
                     *         "latest_offsets": {},
                     *         "latest_offsets_timestamp": "0001-01-01T00:00:00Z",
                     *         "traits": {
                     *           "sql_kind": "SELECT",
                     *           "is_bounded": false,
                     *           "is_append_only": false,
                     *           "upsert_columns": [
                     *             0
                     *           ],
                     *           "schema": {
                     *             "columns": [
                     *               {
                     *                 "name": "customer",
                     *                 "type": {
                     *                   "type": "INTEGER",
                     *                   "nullable": true
                     *                 }
                     *               },
                     *               {
                     *                 "name": "orders",
                     *                 "type": {
                     *                   "type": "BIGINT",
                     *                   "nullable": false
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Statement"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "environment-defaults.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The defaults. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "EnvironmentDefaults",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "kafka_connection": "orders-kafka"
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentDefaults"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "environment-defaults.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kafka_connection": "orders-kafka"
                 *     }
                 */
                "application/json": components["schemas"]["EnvironmentDefaultsChange"];
            };
        };
        responses: {
            /** @description The defaults. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "EnvironmentDefaults",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "kafka_connection": "orders-kafka"
                     *     }
                     */
                    "application/json": components["schemas"]["EnvironmentDefaults"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshots.list": {
        parameters: {
            query?: {
                statement_name?: string;
                state?: "PENDING" | "IN_PROGRESS" | "COMPLETED" | "FAILED" | "CANCELLED" | "TRASHED" | "DELETING";
                kind?: "savepoint" | "checkpoint";
                trigger?: "manual" | "scheduled" | "stop" | "upgrade" | "retained" | "adopted" | "exported";
                pinned?: boolean;
                /** @description Only those in the trash, or only those that are not. */
                trashed?: boolean;
                /** @description Only older ones. */
                created_before?: string;
                /** @description Only younger ones. */
                created_after?: string;
                /** @description `key=value`, several with commas: all must match. */
                label_selector?: string;
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of snapshots. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "SnapshotList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/headgate/v1/…/snapshots",
                     *         "self": "http://localhost:8080/headgate/v1/…/snapshots"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "headgate/v1",
                     *           "kind": "Snapshot",
                     *           "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *           "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *           "environment_id": "env-a1b2c3",
                     *           "metadata": {
                     *             "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *             "created_at": "2026-11-02T09:00:00Z",
                     *             "updated_at": "2026-11-02T09:00:04Z",
                     *             "resource_version": "1"
                     *           },
                     *           "spec": {
                     *             "statement_name": "orders-per-customer",
                     *             "format": "native",
                     *             "pinned": false,
                     *             "labels": {
                     *               "before": "migration"
                     *             }
                     *           },
                     *           "status": {
                     *             "state": "COMPLETED",
                     *             "detail": "",
                     *             "restorable": true,
                     *             "kind": "savepoint",
                     *             "trigger": "manual",
                     *             "attempt": 1,
                     *             "started_at": "2026-11-02T09:00:00Z",
                     *             "completed_at": "2026-11-02T09:00:03Z",
                     *             "uri": "s3://flink/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1/savepoint-5f0c2a-8e1b7c9d0a42",
                     *             "size": {
                     *               "own_bytes": 1482310,
                     *               "own_files": 4,
                     *               "shared_bytes": 0,
                     *               "shared_files": 0
                     *             },
                     *             "operators": [
                     *               {
                     *                 "uid": "4_group-aggregate",
                     *                 "name": "GroupAggregate[4]",
                     *                 "operator_id": "6f1a0c3f5f0e4c4b9f5a7c1d2e3b4a59",
                     *                 "parallelism": 2,
                     *                 "max_parallelism": 720,
                     *                 "state_bytes": 1470004
                     *               }
                     *             ],
                     *             "format_version": 5,
                     *             "flink_version": "2.3",
                     *             "verifications": [
                     *               {
                     *                 "at": "2026-11-02T09:10:00Z",
                     *                 "how": "files",
                     *                 "good": true,
                     *                 "message": "4 files of 1482310 bytes are there."
                     *               }
                     *             ],
                     *             "statement": {
                     *               "name": "orders-per-customer",
                     *               "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *               "generation": 3,
                     *               "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *             }
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SnapshotList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshots.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "statement_name": "orders-per-customer",
                 *       "labels": {
                 *         "before": "migration"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SnapshotCreate"];
            };
        };
        responses: {
            /** @description The snapshot, PENDING. */
            201: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "PENDING",
                     *         "detail": "Flink is asked in a moment.",
                     *         "restorable": false,
                     *         "kind": "savepoint",
                     *         "trigger": "manual",
                     *         "verifications": [],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshots.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Id of the snapshot. */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshot. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "COMPLETED",
                     *         "detail": "",
                     *         "restorable": true,
                     *         "kind": "savepoint",
                     *         "trigger": "manual",
                     *         "attempt": 1,
                     *         "started_at": "2026-11-02T09:00:00Z",
                     *         "completed_at": "2026-11-02T09:00:03Z",
                     *         "uri": "s3://flink/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1/savepoint-5f0c2a-8e1b7c9d0a42",
                     *         "size": {
                     *           "own_bytes": 1482310,
                     *           "own_files": 4,
                     *           "shared_bytes": 0,
                     *           "shared_files": 0
                     *         },
                     *         "operators": [
                     *           {
                     *             "uid": "4_group-aggregate",
                     *             "name": "GroupAggregate[4]",
                     *             "operator_id": "6f1a0c3f5f0e4c4b9f5a7c1d2e3b4a59",
                     *             "parallelism": 2,
                     *             "max_parallelism": 720,
                     *             "state_bytes": 1470004
                     *           }
                     *         ],
                     *         "format_version": 5,
                     *         "flink_version": "2.3",
                     *         "verifications": [
                     *           {
                     *             "at": "2026-11-02T09:10:00Z",
                     *             "how": "files",
                     *             "good": true,
                     *             "message": "4 files of 1482310 bytes are there."
                     *           }
                     *         ],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         },
                     *         "needed_by": [
                     *           {
                     *             "statement_name": "orders-per-customer-fork",
                     *             "why": "restoring"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshots.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Id of the snapshot. */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshot, in the trash. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "TRASHED",
                     *         "detail": "In the trash: a user deleted it.",
                     *         "restorable": false,
                     *         "kind": "savepoint",
                     *         "trigger": "manual",
                     *         "attempt": 1,
                     *         "started_at": "2026-11-02T09:00:00Z",
                     *         "completed_at": "2026-11-02T09:00:03Z",
                     *         "uri": "s3://flink/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1/savepoint-5f0c2a-8e1b7c9d0a42",
                     *         "size": {
                     *           "own_bytes": 1482310,
                     *           "own_files": 4,
                     *           "shared_bytes": 0,
                     *           "shared_files": 0
                     *         },
                     *         "operators": [
                     *           {
                     *             "uid": "4_group-aggregate",
                     *             "name": "GroupAggregate[4]",
                     *             "operator_id": "6f1a0c3f5f0e4c4b9f5a7c1d2e3b4a59",
                     *             "parallelism": 2,
                     *             "max_parallelism": 720,
                     *             "state_bytes": 1470004
                     *           }
                     *         ],
                     *         "format_version": 5,
                     *         "flink_version": "2.3",
                     *         "verifications": [
                     *           {
                     *             "at": "2026-11-02T09:10:00Z",
                     *             "how": "files",
                     *             "good": true,
                     *             "message": "4 files of 1482310 bytes are there."
                     *           }
                     *         ],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         },
                     *         "trash": {
                     *           "at": "2026-11-02T09:00:00Z",
                     *           "by": "user",
                     *           "reason": "A user deleted it.",
                     *           "deleted_after": "2026-11-03T09:00:00Z"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshots.change": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Id of the snapshot. */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "spec": {
                 *         "pinned": true,
                 *         "labels": {
                 *           "before": null
                 *         },
                 *         "retain_until": null
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SnapshotChange"];
            };
        };
        responses: {
            /** @description The snapshot. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "COMPLETED",
                     *         "detail": "",
                     *         "restorable": true,
                     *         "kind": "savepoint",
                     *         "trigger": "manual",
                     *         "attempt": 1,
                     *         "started_at": "2026-11-02T09:00:00Z",
                     *         "completed_at": "2026-11-02T09:00:03Z",
                     *         "uri": "s3://flink/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1/savepoint-5f0c2a-8e1b7c9d0a42",
                     *         "size": {
                     *           "own_bytes": 1482310,
                     *           "own_files": 4,
                     *           "shared_bytes": 0,
                     *           "shared_files": 0
                     *         },
                     *         "operators": [
                     *           {
                     *             "uid": "4_group-aggregate",
                     *             "name": "GroupAggregate[4]",
                     *             "operator_id": "6f1a0c3f5f0e4c4b9f5a7c1d2e3b4a59",
                     *             "parallelism": 2,
                     *             "max_parallelism": 720,
                     *             "state_bytes": 1470004
                     *           }
                     *         ],
                     *         "format_version": 5,
                     *         "flink_version": "2.3",
                     *         "verifications": [
                     *           {
                     *             "at": "2026-11-02T09:10:00Z",
                     *             "how": "files",
                     *             "good": true,
                     *             "message": "4 files of 1482310 bytes are there."
                     *           }
                     *         ],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-recoveries.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Id of the snapshot. */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshot. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "COMPLETED",
                     *         "detail": "",
                     *         "restorable": true,
                     *         "kind": "savepoint",
                     *         "trigger": "manual",
                     *         "attempt": 1,
                     *         "started_at": "2026-11-02T09:00:00Z",
                     *         "completed_at": "2026-11-02T09:00:03Z",
                     *         "uri": "s3://flink/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1/savepoint-5f0c2a-8e1b7c9d0a42",
                     *         "size": {
                     *           "own_bytes": 1482310,
                     *           "own_files": 4,
                     *           "shared_bytes": 0,
                     *           "shared_files": 0
                     *         },
                     *         "operators": [
                     *           {
                     *             "uid": "4_group-aggregate",
                     *             "name": "GroupAggregate[4]",
                     *             "operator_id": "6f1a0c3f5f0e4c4b9f5a7c1d2e3b4a59",
                     *             "parallelism": 2,
                     *             "max_parallelism": 720,
                     *             "state_bytes": 1470004
                     *           }
                     *         ],
                     *         "format_version": 5,
                     *         "flink_version": "2.3",
                     *         "verifications": [
                     *           {
                     *             "at": "2026-11-02T09:10:00Z",
                     *             "how": "files",
                     *             "good": true,
                     *             "message": "4 files of 1482310 bytes are there."
                     *           }
                     *         ],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-cancellations.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Id of the snapshot. */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshot. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "COMPLETED",
                     *         "detail": "",
                     *         "restorable": true,
                     *         "kind": "savepoint",
                     *         "trigger": "manual",
                     *         "attempt": 1,
                     *         "started_at": "2026-11-02T09:00:00Z",
                     *         "completed_at": "2026-11-02T09:00:03Z",
                     *         "uri": "s3://flink/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1/savepoint-5f0c2a-8e1b7c9d0a42",
                     *         "size": {
                     *           "own_bytes": 1482310,
                     *           "own_files": 4,
                     *           "shared_bytes": 0,
                     *           "shared_files": 0
                     *         },
                     *         "operators": [
                     *           {
                     *             "uid": "4_group-aggregate",
                     *             "name": "GroupAggregate[4]",
                     *             "operator_id": "6f1a0c3f5f0e4c4b9f5a7c1d2e3b4a59",
                     *             "parallelism": 2,
                     *             "max_parallelism": 720,
                     *             "state_bytes": 1470004
                     *           }
                     *         ],
                     *         "format_version": 5,
                     *         "flink_version": "2.3",
                     *         "verifications": [
                     *           {
                     *             "at": "2026-11-02T09:10:00Z",
                     *             "how": "files",
                     *             "good": true,
                     *             "message": "4 files of 1482310 bytes are there."
                     *           }
                     *         ],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-verifications.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Id of the snapshot. */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshot; the outcome comes in `status.verifications`. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "COMPLETED",
                     *         "detail": "",
                     *         "restorable": true,
                     *         "kind": "savepoint",
                     *         "trigger": "manual",
                     *         "attempt": 1,
                     *         "started_at": "2026-11-02T09:00:00Z",
                     *         "completed_at": "2026-11-02T09:00:03Z",
                     *         "uri": "s3://flink/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1/savepoint-5f0c2a-8e1b7c9d0a42",
                     *         "size": {
                     *           "own_bytes": 1482310,
                     *           "own_files": 4,
                     *           "shared_bytes": 0,
                     *           "shared_files": 0
                     *         },
                     *         "operators": [
                     *           {
                     *             "uid": "4_group-aggregate",
                     *             "name": "GroupAggregate[4]",
                     *             "operator_id": "6f1a0c3f5f0e4c4b9f5a7c1d2e3b4a59",
                     *             "parallelism": 2,
                     *             "max_parallelism": 720,
                     *             "state_bytes": 1470004
                     *           }
                     *         ],
                     *         "format_version": 5,
                     *         "flink_version": "2.3",
                     *         "verifications": [
                     *           {
                     *             "at": "2026-11-02T09:10:00Z",
                     *             "how": "files",
                     *             "good": true,
                     *             "message": "4 files of 1482310 bytes are there."
                     *           }
                     *         ],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-drills.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Id of the snapshot. */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The snapshot; the outcome comes in `status.verifications`. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "COMPLETED",
                     *         "detail": "",
                     *         "restorable": true,
                     *         "kind": "savepoint",
                     *         "trigger": "manual",
                     *         "attempt": 1,
                     *         "started_at": "2026-11-02T09:00:00Z",
                     *         "completed_at": "2026-11-02T09:00:03Z",
                     *         "uri": "s3://flink/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1/savepoint-5f0c2a-8e1b7c9d0a42",
                     *         "size": {
                     *           "own_bytes": 1482310,
                     *           "own_files": 4,
                     *           "shared_bytes": 0,
                     *           "shared_files": 0
                     *         },
                     *         "operators": [
                     *           {
                     *             "uid": "4_group-aggregate",
                     *             "name": "GroupAggregate[4]",
                     *             "operator_id": "6f1a0c3f5f0e4c4b9f5a7c1d2e3b4a59",
                     *             "parallelism": 2,
                     *             "max_parallelism": 720,
                     *             "state_bytes": 1470004
                     *           }
                     *         ],
                     *         "format_version": 5,
                     *         "flink_version": "2.3",
                     *         "verifications": [
                     *           {
                     *             "at": "2026-11-02T09:10:00Z",
                     *             "how": "files",
                     *             "good": true,
                     *             "message": "4 files of 1482310 bytes are there."
                     *           }
                     *         ],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-exports.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Id of the snapshot. */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "destination": "orders-2026-11"
                 *     }
                 */
                "application/json": components["schemas"]["SnapshotExport"];
            };
        };
        responses: {
            /** @description The copy, PENDING. */
            201: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "PENDING",
                     *         "detail": "Its files are copied in a moment.",
                     *         "restorable": false,
                     *         "kind": "savepoint",
                     *         "trigger": "exported",
                     *         "verifications": [],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         },
                     *         "copy_of": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-forks.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Id of the snapshot. */
                snapshot_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "statement_name": "orders-per-customer-fork"
                 *     }
                 */
                "application/json": components["schemas"]["SnapshotFork"];
            };
        };
        responses: {
            /** @description The statement. */
            201: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "Statement",
                     *       "name": "orders-per-customer",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer",
                     *         "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *         "resource_version": "1",
                     *         "labels": {},
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "statement": "SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer",
                     *         "properties": {
                     *           "sql.current-catalog": "env-a1b2c3",
                     *           "sql.current-database": "default"
                     *         },
                     *         "compute_pool_id": "lfcp-a1b2c3",
                     *         "principal": "sa-a1b2c3",
                     *         "stopped": false,
                     *         "execution_mode": "STREAMING"
                     *       },
                     *       "status": {
                     *         "phase": "RUNNING",
                     *         "detail": "",
                     *         "warnings": [],
                     *         "network_kind": "PUBLIC",
                     *         "latest_offsets": {},
                     *         "latest_offsets_timestamp": "0001-01-01T00:00:00Z",
                     *         "traits": {
                     *           "sql_kind": "SELECT",
                     *           "is_bounded": false,
                     *           "is_append_only": false,
                     *           "upsert_columns": [
                     *             0
                     *           ],
                     *           "schema": {
                     *             "columns": [
                     *               {
                     *                 "name": "customer",
                     *                 "type": {
                     *                   "type": "INTEGER",
                     *                   "nullable": true
                     *                 }
                     *               },
                     *               {
                     *                 "name": "orders",
                     *                 "type": {
                     *                   "type": "BIGINT",
                     *                   "nullable": false
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Statement"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-adoptions.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "path": "imports/orders-2026-11"
                 *     }
                 */
                "application/json": components["schemas"]["SnapshotAdoption"];
            };
        };
        responses: {
            /** @description The snapshot, its `_metadata` not read back yet. */
            201: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "Snapshot",
                     *       "id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:04Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "format": "native",
                     *         "pinned": false,
                     *         "labels": {
                     *           "before": "migration"
                     *         }
                     *       },
                     *       "status": {
                     *         "state": "IN_PROGRESS",
                     *         "detail": "Its _metadata is being read back.",
                     *         "restorable": false,
                     *         "kind": "savepoint",
                     *         "trigger": "adopted",
                     *         "verifications": [],
                     *         "statement": {
                     *           "name": "orders-per-customer",
                     *           "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "generation": 3,
                     *           "sql": "INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer"
                     *         },
                     *         "uri": "s3://flink/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/imports/orders-2026-11"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "statement-restores.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the statement. */
                statement_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "snapshot_id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77"
                 *     }
                 */
                "application/json": components["schemas"]["StatementRestore"];
            };
        };
        responses: {
            /** @description The statement. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "sql/v1",
                     *       "kind": "Statement",
                     *       "name": "orders-per-customer",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/sql/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/orders-per-customer",
                     *         "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *         "resource_version": "1",
                     *         "labels": {},
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z"
                     *       },
                     *       "spec": {
                     *         "statement": "SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer",
                     *         "properties": {
                     *           "sql.current-catalog": "env-a1b2c3",
                     *           "sql.current-database": "default"
                     *         },
                     *         "compute_pool_id": "lfcp-a1b2c3",
                     *         "principal": "sa-a1b2c3",
                     *         "stopped": false,
                     *         "execution_mode": "STREAMING"
                     *       },
                     *       "status": {
                     *         "phase": "RUNNING",
                     *         "detail": "",
                     *         "warnings": [],
                     *         "network_kind": "PUBLIC",
                     *         "latest_offsets": {},
                     *         "latest_offsets_timestamp": "0001-01-01T00:00:00Z",
                     *         "traits": {
                     *           "sql_kind": "SELECT",
                     *           "is_bounded": false,
                     *           "is_append_only": false,
                     *           "upsert_columns": [
                     *             0
                     *           ],
                     *           "schema": {
                     *             "columns": [
                     *               {
                     *                 "name": "customer",
                     *                 "type": {
                     *                   "type": "INTEGER",
                     *                   "nullable": true
                     *                 }
                     *               },
                     *               {
                     *                 "name": "orders",
                     *                 "type": {
                     *                   "type": "BIGINT",
                     *                   "nullable": false
                     *                 }
                     *               }
                     *             ]
                     *           }
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Statement"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-policies.list": {
        parameters: {
            query?: {
                statement_name?: string;
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of policies. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "SnapshotPolicyList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/headgate/v1/…/snapshot-policies",
                     *         "self": "http://localhost:8080/headgate/v1/…/snapshot-policies"
                     *       },
                     *       "data": [
                     *         {
                     *           "api_version": "headgate/v1",
                     *           "kind": "SnapshotPolicy",
                     *           "name": "nightly",
                     *           "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *           "environment_id": "env-a1b2c3",
                     *           "metadata": {
                     *             "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshot-policies/nightly",
                     *             "created_at": "2026-11-02T09:00:00Z",
                     *             "updated_at": "2026-11-02T09:00:00Z",
                     *             "resource_version": "1"
                     *           },
                     *           "spec": {
                     *             "statement_name": "orders-per-customer",
                     *             "schedule": {
                     *               "cron": "30 2 * * *",
                     *               "time_zone": "Europe/Berlin"
                     *             },
                     *             "keep_last": 14,
                     *             "drill_every_seconds": 604800,
                     *             "format": "native",
                     *             "keep_for_seconds": 604800,
                     *             "keep_after_deletion_seconds": 604800,
                     *             "trash_seconds": 86400,
                     *             "deletion_paused": false
                     *           },
                     *           "status": {
                     *             "next_at": "2026-11-03T01:30:00Z"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SnapshotPolicyList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-policies.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "nightly",
                 *       "spec": {
                 *         "statement_name": "orders-per-customer",
                 *         "schedule": {
                 *           "cron": "30 2 * * *",
                 *           "time_zone": "Europe/Berlin"
                 *         },
                 *         "keep_last": 14,
                 *         "drill_every_seconds": 604800
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SnapshotPolicyCreate"];
            };
        };
        responses: {
            /** @description The policy. */
            201: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    /** @description Absolute URL of what was made. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "SnapshotPolicy",
                     *       "name": "nightly",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshot-policies/nightly",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "schedule": {
                     *           "cron": "30 2 * * *",
                     *           "time_zone": "Europe/Berlin"
                     *         },
                     *         "keep_last": 14,
                     *         "drill_every_seconds": 604800,
                     *         "format": "native",
                     *         "keep_for_seconds": 604800,
                     *         "keep_after_deletion_seconds": 604800,
                     *         "trash_seconds": 86400,
                     *         "deletion_paused": false
                     *       },
                     *       "status": {
                     *         "next_at": "2026-11-03T01:30:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SnapshotPolicy"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            402: components["responses"]["Error402"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-policies.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the policy. */
                policy_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The policy. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "SnapshotPolicy",
                     *       "name": "nightly",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshot-policies/nightly",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "schedule": {
                     *           "cron": "30 2 * * *",
                     *           "time_zone": "Europe/Berlin"
                     *         },
                     *         "keep_last": 14,
                     *         "drill_every_seconds": 604800,
                     *         "format": "native",
                     *         "keep_for_seconds": 604800,
                     *         "keep_after_deletion_seconds": 604800,
                     *         "trash_seconds": 86400,
                     *         "deletion_paused": false
                     *       },
                     *       "status": {
                     *         "next_at": "2026-11-03T01:30:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SnapshotPolicy"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-policies.replace": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the policy. */
                policy_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "api_version": "headgate/v1",
                 *       "kind": "SnapshotPolicy",
                 *       "name": "nightly",
                 *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                 *       "environment_id": "env-a1b2c3",
                 *       "metadata": {
                 *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshot-policies/nightly",
                 *         "created_at": "2026-11-02T09:00:00Z",
                 *         "updated_at": "2026-11-02T09:00:00Z",
                 *         "resource_version": "1"
                 *       },
                 *       "spec": {
                 *         "statement_name": "orders-per-customer",
                 *         "schedule": {
                 *           "cron": "30 2 * * *",
                 *           "time_zone": "Europe/Berlin"
                 *         },
                 *         "keep_last": 14,
                 *         "drill_every_seconds": 604800,
                 *         "format": "native",
                 *         "keep_for_seconds": 604800,
                 *         "keep_after_deletion_seconds": 604800,
                 *         "trash_seconds": 86400,
                 *         "deletion_paused": false
                 *       },
                 *       "status": {
                 *         "next_at": "2026-11-03T01:30:00Z"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SnapshotPolicyReplace"];
            };
        };
        responses: {
            /** @description The policy. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "SnapshotPolicy",
                     *       "name": "nightly",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshot-policies/nightly",
                     *         "created_at": "2026-11-02T09:00:00Z",
                     *         "updated_at": "2026-11-02T09:00:00Z",
                     *         "resource_version": "1"
                     *       },
                     *       "spec": {
                     *         "statement_name": "orders-per-customer",
                     *         "schedule": {
                     *           "cron": "30 2 * * *",
                     *           "time_zone": "Europe/Berlin"
                     *         },
                     *         "keep_last": 14,
                     *         "drill_every_seconds": 604800,
                     *         "format": "native",
                     *         "keep_for_seconds": 604800,
                     *         "keep_after_deletion_seconds": 604800,
                     *         "trash_seconds": 86400,
                     *         "deletion_paused": false
                     *       },
                     *       "status": {
                     *         "next_at": "2026-11-03T01:30:00Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SnapshotPolicy"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            413: components["responses"]["Error413"];
            415: components["responses"]["Error415"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-policies.remove": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
                /** @description Name of the policy. */
                policy_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted. */
            204: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-storage.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "SnapshotStorage",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshot-storage"
                     *       },
                     *       "status": {
                     *         "report": {
                     *           "started_at": "2026-11-02T09:00:00Z",
                     *           "finished_at": "2026-11-02T09:00:02Z",
                     *           "total": {
                     *             "files": 120,
                     *             "bytes": 9812553
                     *           },
                     *           "classes": {
                     *             "live": {
                     *               "files": 40,
                     *               "bytes": 4200111
                     *             },
                     *             "kept": {
                     *               "files": 78,
                     *               "bytes": 5564231
                     *             },
                     *             "orphaned": {
                     *               "files": 2,
                     *               "bytes": 48211
                     *             }
                     *           },
                     *           "statements": [
                     *             {
                     *               "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *               "name": "orders-per-customer",
                     *               "classes": {
                     *                 "live": {
                     *                   "files": 40,
                     *                   "bytes": 4200111
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "deletable": [
                     *             {
                     *               "key": "organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1",
                     *               "kind": "aborted-attempt",
                     *               "reason": "Attempt 1 was given up more than a day ago.",
                     *               "files": 2,
                     *               "bytes": 48211,
                     *               "statement_uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *               "snapshot_id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77"
                     *             }
                     *           ],
                     *           "deletable_total": {
                     *             "count": 1,
                     *             "files": 2,
                     *             "bytes": 48211
                     *           },
                     *           "orphans": []
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SnapshotStorage"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-storage-scans.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes the request safe to repeat for 24 hours. */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest report, and when the scan was asked for. */
            202: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "SnapshotStorage",
                     *       "organization_id": "3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11",
                     *       "environment_id": "env-a1b2c3",
                     *       "metadata": {
                     *         "self": "http://localhost:8080/headgate/v1/organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/snapshot-storage"
                     *       },
                     *       "status": {
                     *         "report": {
                     *           "started_at": "2026-11-02T09:00:00Z",
                     *           "finished_at": "2026-11-02T09:00:02Z",
                     *           "total": {
                     *             "files": 120,
                     *             "bytes": 9812553
                     *           },
                     *           "classes": {
                     *             "live": {
                     *               "files": 40,
                     *               "bytes": 4200111
                     *             },
                     *             "kept": {
                     *               "files": 78,
                     *               "bytes": 5564231
                     *             },
                     *             "orphaned": {
                     *               "files": 2,
                     *               "bytes": 48211
                     *             }
                     *           },
                     *           "statements": [
                     *             {
                     *               "uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *               "name": "orders-per-customer",
                     *               "classes": {
                     *                 "live": {
                     *                   "files": 40,
                     *                   "bytes": 4200111
                     *                 }
                     *               }
                     *             }
                     *           ],
                     *           "deletable": [
                     *             {
                     *               "key": "organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1",
                     *               "kind": "aborted-attempt",
                     *               "reason": "Attempt 1 was given up more than a day ago.",
                     *               "files": 2,
                     *               "bytes": 48211,
                     *               "statement_uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *               "snapshot_id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77"
                     *             }
                     *           ],
                     *           "deletable_total": {
                     *             "count": 1,
                     *             "files": 2,
                     *             "bytes": 48211
                     *           },
                     *           "orphans": []
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["SnapshotStorage"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            409: components["responses"]["Error409"];
            422: components["responses"]["Error422"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "snapshot-storage-deletions.list": {
        parameters: {
            query?: {
                /** @description Items per page. */
                page_size?: number;
                /** @description Where the page starts: taken from `metadata.next`. Empty: at the beginning. */
                page_token?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organization, a UUID. */
                organization_id: string;
                /** @description Id of the environment. */
                environment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deletions. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "api_version": "headgate/v1",
                     *       "kind": "StorageDeletionList",
                     *       "metadata": {
                     *         "first": "http://localhost:8080/headgate/v1/…/snapshot-storage/deletions",
                     *         "self": "http://localhost:8080/headgate/v1/…/snapshot-storage/deletions"
                     *       },
                     *       "data": [
                     *         {
                     *           "at": "2026-11-02T09:00:00Z",
                     *           "key": "organizations/3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11/environments/env-a1b2c3/statements/0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11/snapshots/7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77-1",
                     *           "kind": "aborted-attempt",
                     *           "reason": "Attempt 1 was given up more than a day ago.",
                     *           "files": 2,
                     *           "bytes": 48211,
                     *           "statement_uid": "0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11",
                     *           "snapshot_id": "7d0f3b52-0c61-4a8e-9f5d-2b8a3f6f1c77"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["StorageDeletionList"];
                };
            };
            400: components["responses"]["Error400"];
            401: components["responses"]["Error401"];
            404: components["responses"]["Error404"];
            429: components["responses"]["Error429"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "health.live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Alive. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["Error400"];
            431: components["responses"]["Error431"];
        };
    };
    "health.ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["Error400"];
            431: components["responses"]["Error431"];
            503: components["responses"]["Error503"];
        };
    };
    "metrics.read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Text of the Prometheus format. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["Error400"];
            431: components["responses"]["Error431"];
        };
    };
    "openapi.read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    /** @description Names the request in logs. */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            400: components["responses"]["Error400"];
            431: components["responses"]["Error431"];
        };
    };
}
