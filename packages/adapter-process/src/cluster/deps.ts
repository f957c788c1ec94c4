import type { ClusterMemory, FlinkObjectStore } from '@headgate/flink-engine'
import type { BlobPort, Clock, Ids } from '@headgate/ports'

/** Where lines for the operator go. */
export type ProcessLog = (level: 'info' | 'warn', message: string, fields: Record<string, unknown>) => void

export interface ProcessClusterDeps {
  /** Everything that the workers need on disk lies below it; absolute. One controller at a time. */
  dataDirectory: string
  /** As `resolveEngine` made it. */
  engineDirectory: string
  /** A Java 17 launcher: a name in PATH or an absolute path. */
  javaCommand: string
  /** Checkpoints, savepoints and the job archive of a pool lie below the pool's key of this store. */
  blobs: Pick<BlobPort, 'uri' | 'ensureDirectory'>
  /** How Flink reaches that store when it is on S3. */
  objectStore?: FlinkObjectStore
  clock: Clock
  ids: Ids
  log: ProcessLog
  /** Default: `laptopMemory`. */
  memory?: ClusterMemory
  /** Default: 10 s. */
  checkpointIntervalMs?: number
  /** Default: 120 s. A worker that is not ready by then is ended. */
  readyWithinMs?: number
  /** Default: 5 s between SIGTERM and SIGKILL. */
  killAfterMs?: number
  /** Class data sharing archives: use those of the engine (default), none, or write new ones when the worker ends. */
  archives?: { mode: 'use' } | { mode: 'none' } | { mode: 'write'; directory: string }
}

/** Generations whose logs are kept for each pool, the present one included. */
export const generationsKept = 3
