import type { Result } from '@headgate/domain'
import type { Ids } from '@headgate/ports'
import type { FakeBlobs } from '../create-fake-blobs.ts'
import type { FakeEngine } from '../engine/create-fake-engine.ts'
import type { QueryScript } from './query-script.ts'
import type { SessionCatalog } from './session-catalog.ts'

/** What a statement runs with. */
export interface StatementContext {
  catalog: SessionCatalog
  /** Session properties; SET changes them. */
  properties: Record<string, string>
  /** Properties overlaid by what came with the statement. */
  config: Record<string, string>
  /** The JobManager of the gateway's cluster generation. */
  engine(): Result<FakeEngine>
  scriptFor(sql: string): QueryScript | undefined
  blobs: FakeBlobs
  ids: Ids
  defaultCheckpointsUri: string
}
