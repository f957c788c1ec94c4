import type { RolePasswords } from '@headgate/adapter-postgres'
import type { Result, WorkerRole } from '@headgate/domain'
import type { Connection } from './connection.ts'

/** The port of the API when none is asked for. */
export const defaultPort = 8282
/** The address that everything listens on. */
export const defaultHost = '127.0.0.1'

export interface DevOptions {
  dataDirectory: string
  /** 0: any free one. */
  port?: number
  /** Where checkpoints, savepoints and table files lie: `s3://bucket/prefix`. Default: `HEADGATE_STORE` of `env`, else the data directory. */
  store?: string
  /** Throws the data directory away first. */
  reset?: boolean
  env?: Record<string, string | undefined>
  /** One line per step, for people. `transient` may be overwritten by the next one. */
  onProgress?: (line: string, transient?: boolean) => void
  /** The instance ended by itself (a part died for good); it has cleaned up when this is called. */
  onFailure?: (failure: { message: string; detail?: string }) => void
  /** Ends the start early: what was started is stopped. */
  signal?: AbortSignal
  /** More environment for the API and the controller, for tests (short intervals, other limits). */
  childEnv?: Record<string, string>
}

/** How a stop goes; each press of Ctrl-C is one stage further. */
export type StopStage = 'graceful' | 'without-savepoints' | 'kill'

export interface StopReport {
  /** INSERT statements that were suspended with a savepoint. */
  suspended: number
  /** Those that could not be in time: they go on from their newest checkpoint. */
  unfinished: number
}

/** A running `headgate dev`. */
export interface Dev {
  connection: Connection
  dataDirectory: string
  banner: string
  /** For tests and tours of JDBC tables: a second database and role of the embedded server. */
  playground: { jdbcUrl: string; url: string; user: string; password: string }
  /** The processes of the control plane by name, at this moment. */
  pids(): { postgres: number | undefined; api: number | undefined; controller: number | undefined; snapshots: number | undefined }
  /** Stops everything; a second call with a later stage hurries the first one. Resolves when all is down. */
  stop(stage?: StopStage): Promise<StopReport>
  /** `kill -9` of everything at once, Flink included: what a power loss leaves. For tests. */
  killEverything(): Promise<void>
  /** `kill -9` (or another signal) of the Flink processes of one role in every pool; returns how many. For tests. */
  killWorkers(role: WorkerRole, signal?: NodeJS.Signals): Promise<number>
  /** Resolves when everything is down, however it came. */
  ended: Promise<void>
}

/** What `dev` is made of; the real ones are in `real-parts.ts`, tests bring small ones. */
export interface DevParts {
  apiEntry: string
  controllerEntry: string
  snapshotsEntry: string
  /** Makes Flink's jars present and returns where. */
  prepareEngine(context: { env: Record<string, string | undefined>; dataDirectory: string; onProgress: (line: string, transient?: boolean) => void; signal?: AbortSignal }): Promise<Result<{ directory: string; javaCommand: string }>>
  /** Makes the roles, migrates, and makes organization, environment, pool, service account and API key if there are none. */
  prepareDatabase(context: DatabaseContext): Promise<Result<Omit<Connection, 'endpoint'>>>
  /** Kills Flink processes that a killed run of this data directory left; returns how many. */
  sweepFlink(dataDirectory: string): Promise<number>
  /** Kills the Flink processes of one role, or sends them another signal; returns how many. */
  killWorkers(dataDirectory: string, role: WorkerRole, signal?: NodeJS.Signals): Promise<number>
}

export interface DatabaseContext {
  adminUrl: string
  migratorUrl: string
  apiUrl: string
  passwords: RolePasswords
  secretKeyFile: string
  /** Of an earlier start: its ids and key are kept as long as they still fit. */
  earlier?: Connection
  cloud: string
  region: string
  onProgress: (line: string) => void
}
