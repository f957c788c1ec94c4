import { failed, ok } from '@headgate/domain'
import type { Failure, Result } from '@headgate/domain'
import type { Ids, SqlGatewayPort } from '@headgate/ports'
import type { VirtualClock } from '../virtual-clock.ts'
import type { FakeBlobs } from './create-fake-blobs.ts'
import type { FakeCluster } from './create-fake-cluster.ts'
import type { FakeEngine } from './engine/create-fake-engine.ts'
import type { FakeWorker } from './fake-worker.ts'
import { createResultPages } from './gateway/fake-operation.ts'
import type { ResultPages } from './gateway/fake-operation.ts'
import { pumpRows } from './gateway/pump-rows.ts'
import type { QueryScript } from './gateway/query-script.ts'
import { isConfiguring, runStatement } from './gateway/run-statement.ts'
import type { StatementContext } from './gateway/statement-context.ts'
import { createSessionCatalog } from './gateway/session-catalog.ts'
import type { SessionCatalog } from './gateway/session-catalog.ts'

export interface FakeGatewaySettings {
  /** How long a statement takes until its answer begins. */
  statementMs: number
  /** Added to the first statement of a fresh gateway. */
  coldMs: number
  /** How long `fetchPage` waits for an answer that is not ready. */
  pollMs: number
  /** How often a query's job delivers rows. */
  pumpMs: number
  /** What the gateway holds before it blocks the job. */
  bufferRowsMax: number
  pageRowsMax: number
}

/** One session of a fake gateway, for checkers. */
export interface FakeSession {
  handle: string
  name: string
  gatewayWorkerId: string
  properties: Record<string, string>
  catalog: SessionCatalog
  operations: Map<string, FakeOperation>
}

export interface FakeOperation {
  sql: string
  /** Undefined while it runs; a failure, or its pages. */
  outcome: Result<ResultPages> | undefined
  jobId?: string
  isQuery: boolean
  isClosed: boolean
}

/** A SQL gateway in memory that understands as much SQL as tests need, and whatever a script says. */
export interface FakeGateway extends SqlGatewayPort {
  readonly settings: FakeGatewaySettings
  /** Says what becomes of the SELECTs and INSERTs whose text matches. The newest script that matches counts. */
  script(match: RegExp | ((sql: string) => boolean), script: QueryScript): () => void
  /** Sessions that are open on living gateways. */
  sessions(): FakeSession[]
  /** Forgets all sessions, as an idle timeout does. */
  forgetSessions(): void
}

export const defaultGatewaySettings = (): FakeGatewaySettings => ({
  statementMs: 100,
  coldMs: 1_500,
  pollMs: 100,
  pumpMs: 100,
  bufferRowsMax: 5_000,
  pageRowsMax: 5_000,
})

/** The gateways of a fake cluster. */
export function createFakeGateway(options: {
  clock: VirtualClock
  cluster: Pick<FakeCluster, 'workerAt' | 'alive' | 'engineAt' | 'engineOf' | 'defaultCheckpointsUri'>
  blobs: FakeBlobs
  ids: Ids
  settings?: Partial<FakeGatewaySettings>
}): FakeGateway {
  const { clock, cluster, blobs, ids } = options
  const settings = { ...defaultGatewaySettings(), ...options.settings }
  const sessions = new Map<string, FakeSession>()
  const scripts: { matches(sql: string): boolean; script: QueryScript }[] = []
  const warm = new Set<string>()

  const find = (endpoint: string, handle: string): Result<{ worker: FakeWorker; session: FakeSession }> => {
    const worker = gatewayAt(endpoint)
    if (!worker.ok) return worker
    const session = sessions.get(handle)
    const isThere = session !== undefined && session.gatewayWorkerId === worker.value.worker.workerId
    return isThere ? ok({ worker: worker.value, session }) : failed('not-found', `The session ${handle} does not exist.`)
  }
  const gatewayAt = (endpoint: string): Result<FakeWorker> => {
    const found = cluster.workerAt(endpoint)
    if (!found.ok) return found
    return found.value.worker.role === 'gateway' ? found : failed('unavailable', `${endpoint} is not a SQL gateway.`)
  }
  const engineOf = ({ worker }: FakeWorker): Result<FakeEngine> => {
    const jobManager = cluster
      .alive('jobmanager', worker.computePoolId)
      .find((each) => each.worker.environmentId === worker.environmentId && each.worker.clusterGeneration === worker.clusterGeneration)
    const endpoint = jobManager?.worker.endpoint
    return endpoint === undefined ? failed('unavailable', 'The JobManager does not answer.') : cluster.engineAt(endpoint)
  }
  const contextOf = (worker: FakeWorker, session: FakeSession, executionConfig: Record<string, string>): StatementContext => ({
    catalog: session.catalog,
    properties: session.properties,
    config: { ...session.properties, ...executionConfig },
    engine: () => engineOf(worker),
    scriptFor: (sql) => scripts.findLast((each) => each.matches(sql))?.script,
    blobs,
    ids,
    defaultCheckpointsUri: cluster.defaultCheckpointsUri(worker.worker),
  })
  /** The first statement of a gateway process takes longer. */
  const statementMs = (worker: FakeWorker) => {
    const { workerId } = worker.worker
    if (warm.has(workerId)) return settings.statementMs
    warm.add(workerId)
    return settings.statementMs + settings.coldMs
  }
  const run = (worker: FakeWorker, session: FakeSession, operation: FakeOperation, executionConfig: Record<string, string>) => {
    if (operation.isClosed || worker.worker.state === 'exited') return
    const answer = runStatement(operation.sql, contextOf(worker, session, executionConfig))
    if (!answer.ok) {
      operation.outcome = answer
      return
    }
    const { jobId } = answer.value
    const columns = answer.value.kind === 'query' ? answer.value.query.columns : answer.value.columns
    const { bufferRowsMax, pageRowsMax } = settings
    const pages = createResultPages({ columns, bufferRowsMax: answer.value.kind === 'query' ? bufferRowsMax : Infinity, pageRowsMax, ...(jobId === undefined ? {} : { jobId }) })
    operation.outcome = ok(pages)
    if (jobId !== undefined) operation.jobId = jobId
    if (answer.value.kind === 'query') {
      operation.isQuery = true
      const engine = engineOf(worker)
      if (engine.ok) pumpRows({ clock, engine: engine.value, jobId: answer.value.jobId, query: answer.value.query, pages, pumpMs: settings.pumpMs })
      return
    }
    pages.offer(answer.value.rows)
    pages.end()
  }
  const close = (worker: FakeWorker, operation: FakeOperation) => {
    operation.isClosed = true
    const engine = engineOf(worker)
    if (operation.isQuery && operation.jobId !== undefined && engine.ok) engine.value.cancel(operation.jobId)
  }

  return {
    settings,
    script(match, script) {
      const entry = { matches: typeof match === 'function' ? match : (sql: string) => new RegExp(match.source, match.flags.replace('g', '')).test(sql), script }
      scripts.push(entry)
      return () => void scripts.splice(scripts.indexOf(entry), scripts.includes(entry) ? 1 : 0)
    },
    sessions: () => [...sessions.values()].filter((session) => cluster.alive('gateway').some((each) => each.worker.workerId === session.gatewayWorkerId)),
    forgetSessions: () => sessions.clear(),

    async openSession(endpoint, { name, properties }) {
      const worker = gatewayAt(endpoint)
      if (!worker.ok) return worker
      const handle = ids.uuid()
      const gatewayWorkerId = worker.value.worker.workerId
      sessions.set(handle, { handle, name, gatewayWorkerId, properties: { ...properties }, catalog: createSessionCatalog(properties), operations: new Map() })
      return ok(handle)
    },
    async closeSession(endpoint, sessionHandle) {
      const found = find(endpoint, sessionHandle)
      if (!found.ok) return forgive(found)
      for (const operation of found.value.session.operations.values()) close(found.value.worker, operation)
      sessions.delete(sessionHandle)
      return ok(undefined)
    },
    async configure(endpoint, sessionHandle, statement) {
      const found = find(endpoint, sessionHandle)
      if (!found.ok) return found
      if (!isConfiguring(statement)) return failed('rejected', 'Unsupported statement type for configuring session.')
      const answer = runStatement(statement, contextOf(found.value.worker, found.value.session, {}))
      return answer.ok ? ok(undefined) : answer
    },
    async execute(endpoint, sessionHandle, { statement, executionConfig = {} }) {
      const found = find(endpoint, sessionHandle)
      if (!found.ok) return found
      const { worker, session } = found.value
      const operation: FakeOperation = { sql: statement, outcome: undefined, isQuery: false, isClosed: false }
      const handle = ids.uuid()
      session.operations.set(handle, operation)
      const config = { ...executionConfig }
      clock.schedule(statementMs(worker), () => run(worker, session, operation, config))
      return ok(handle)
    },
    async fetchPage(endpoint, sessionHandle, operationHandle, token) {
      for (let isRetry = false; ; isRetry = true) {
        const found = find(endpoint, sessionHandle)
        if (!found.ok) return found
        const operation = found.value.session.operations.get(operationHandle)
        if (operation === undefined || operation.isClosed) return noOperation(operationHandle)
        if (operation.outcome !== undefined) return operation.outcome.ok ? operation.outcome.value.page(token) : operation.outcome
        if (isRetry) return ok({ state: 'not-ready', rows: [] })
        await clock.sleep(settings.pollMs)
      }
    },
    async closeOperation(endpoint, sessionHandle, operationHandle) {
      const found = find(endpoint, sessionHandle)
      if (!found.ok) return forgive(found)
      const operation = found.value.session.operations.get(operationHandle)
      if (operation === undefined) return ok(undefined)
      close(found.value.worker, operation)
      found.value.session.operations.delete(operationHandle)
      return ok(undefined)
    },
  }
}

/** What is gone already counts as closed. */
const forgive = (failure: Failure): Result<void> => (failure.reason === 'not-found' ? ok(undefined) : failure)

const noOperation = (handle: string): Failure => failed('not-found', `The operation ${handle} does not exist.`)
