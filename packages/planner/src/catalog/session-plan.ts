import type { Catalog, Connection } from '@headgate/domain'
import { defaultGatePolicy, type GatePolicy, type NetworkAddress, type ReadStatement } from '@headgate/sql'
import type { EnvironmentDefaults } from './default-table-options.ts'
import type { RuntimeMode } from './session-properties.ts'
import type { StatementIdentity } from './statement-identity.ts'

export interface SessionInput {
  read: ReadStatement
  /** Of the statement, `sql.secrets.*` in clear. */
  properties: Record<string, string>
  catalog: Catalog
  /** Those that `sessionConnections` names, auth data in clear. */
  connections: readonly Connection[]
  environmentDefaults: EnvironmentDefaults
  identity: StatementIdentity
  /**
   * `run`: everything is resolved, the session can plan and submit. `define`: DDL; what SHOW CREATE prints afterwards is
   * stored, so the objects that it will print keep their options as the user wrote them.
   */
  purpose: 'run' | 'define'
  /** What the statement writes leads nowhere: its targets become tables that swallow everything. */
  discardsOutput?: boolean
  /** What the installation allows. Default: the gate's own, with the environment's file directory as the only place for files. */
  policy?: GatePolicy
}

/** A Flink session, complete. It holds credentials: never log it. */
export interface SessionPlan {
  /** The session's configuration; it begins in the environment's catalog and the current database. */
  properties: Record<string, string>
  /** To be run in this order before the statement: further catalogs, databases, objects. */
  statements: string[]
  /** What is sent for the user's statement. */
  statement: string
  /** For the user's statement alone; job id and restore path are added by whoever submits. */
  executionConfig: Record<string, string>
  runtimeMode: RuntimeMode
  /**
   * URIs of directories below `filesRootUri` that must exist before the statement runs: Flink's file source fails on a table
   * that nobody has written to yet.
   */
  directories: string[]
  /** The database that unqualified names are in. */
  currentDatabase: string
  /** Every address that Flink is told of, to be looked up before it is. */
  addresses: NetworkAddress[]
}

/** The policy that the session's options are checked by. */
export const policyOf = (input: SessionInput): GatePolicy => input.policy ?? { ...defaultGatePolicy, filesystemRoot: input.environmentDefaults.filesRootUri }
