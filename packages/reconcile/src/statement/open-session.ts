import { ok, tableFilesKey } from '@headgate/domain'
import type { Catalog, Failure, Result, Statement } from '@headgate/domain'
import { renderSession, sessionConnections } from '@headgate/planner'
import type { SessionPlan } from '@headgate/planner'
import { checkGate, defaultGatePolicy, readStatement } from '@headgate/sql'
import type { ReadStatement } from '@headgate/sql'
import type { ReconcileDeps } from '../deps.ts'
import { checkAddresses } from './check-addresses.ts'
import type { SessionOwner } from './kept-sessions.ts'

export interface OpenSession {
  handle: string
  read: ReadStatement
  catalog: Catalog
  plan: SessionPlan
}

export interface SessionRequest {
  statement: Statement
  gatewayEndpoint: string
  /** `define`: options stay as written; `run`: connections and secrets are resolved. */
  purpose: 'run' | 'define'
  /** Takes the place of the statement's own text. */
  sql?: string
  /** Takes the place of the stored catalog (objects that are about to be stored). */
  catalog?: Catalog
}

/**
 * Opens a gateway session that knows every object the statement may refer to, or goes on with the one it was planned in. One
 * short-lived session per statement: a session runs one statement at a time. A failure of the user's making is `rejected`.
 */
export async function openSession(request: SessionRequest, deps: ReconcileDeps): Promise<Result<OpenSession>> {
  const { statement, gatewayEndpoint, purpose } = request
  const kept = purpose === 'run' && request.catalog === undefined ? deps.keptSessions.take(ownerOf(request)) : undefined
  if (kept !== undefined) return ok(kept)
  const read = readStatement(request.sql ?? statement.spec.sql)
  if (!read.ok) return read
  const [loaded, environment] = await Promise.all([request.catalog === undefined ? deps.store.loadCatalog(statement) : ok(request.catalog), deps.store.loadEnvironment(statement)])
  if (!loaded.ok) return loaded
  if (!environment.ok) return environment
  const names = sessionConnections({
    read: read.value,
    properties: statement.spec.properties,
    catalog: loaded.value,
    purpose,
    defaultKafkaConnection: environment.value.defaults.kafkaConnection,
  })
  if (!names.ok) return { ...names, reason: 'rejected' }
  const connections = names.value.length === 0 ? ok([]) : await deps.store.loadConnections(statement, names.value)
  if (!connections.ok) return connections
  const files = deps.tableFiles ?? deps.blobs
  const filesRootUri = files.uri(tableFilesKey(statement))
  const { addresses, deniedAddresses } = deps.settings
  const filesystemPrefixes = deps.tableFiles === undefined ? [] : [deps.blobs.uri(tableFilesKey(statement))]
  const policy = { ...defaultGatePolicy, filesystemRoot: filesRootUri, filesystemPrefixes, addresses, deniedAddresses: [...defaultGatePolicy.deniedAddresses, ...deniedAddresses] }
  // The API checked the text when it came in; what counts is what is allowed when it runs.
  const allowed = checkGate(read.value, policy)
  if (!allowed.ok) return allowed
  const plan = renderSession({
    read: read.value,
    properties: statement.spec.properties,
    catalog: loaded.value,
    connections: connections.value,
    environmentDefaults: {
      kafkaConnection: connections.value.find((connection) => connection.name === environment.value.defaults.kafkaConnection),
      filesRootUri,
    },
    identity: {
      organizationId: statement.organizationId,
      environmentId: statement.environmentId,
      statementName: statement.name,
      statementUid: statement.uid,
    },
    purpose,
    discardsOutput: statement.intent.origin?.kind === 'drill',
    policy,
  })
  if (!plan.ok) return { ...plan, reason: 'rejected' }
  const reachable = deps.names === undefined ? ok(undefined) : await checkAddresses(plan.value.addresses, policy, deps.names)
  if (!reachable.ok) return reachable
  for (const uri of plan.value.directories) {
    const key = files.keyOf(uri)
    if (key === undefined) continue
    const made = await files.ensureDirectory(key)
    if (!made.ok) return made
  }
  const opened = await deps.gateway.openSession(gatewayEndpoint, { name: statement.uid, properties: plan.value.properties })
  if (!opened.ok) return opened
  for (const sql of plan.value.statements) {
    const configured = await deps.gateway.configure(gatewayEndpoint, opened.value, sql)
    if (!configured.ok) {
      await deps.gateway.closeSession(gatewayEndpoint, opened.value)
      return configured
    }
  }
  return ok({ handle: opened.value, read: read.value, catalog: loaded.value, plan: plan.value })
}

/** Whether a failure is the statement's own fault (it will fail again), rather than a passing one of the platform. */
export const isUsersFault = (failure: Failure): boolean => failure.reason === 'rejected' || failure.reason === 'limit'

/** Runs `work` with a session and closes it whatever happens; with `keep` it is kept for the statement's start if all went well. */
export async function withSession<T>(
  request: SessionRequest,
  deps: ReconcileDeps,
  work: (session: OpenSession) => Promise<Result<T>>,
  after: 'close' | 'keep' = 'close',
): Promise<Result<T>> {
  const session = await openSession(request, deps)
  if (!session.ok) return session
  let isKept = false
  try {
    const done = await work(session.value)
    isKept = done.ok && after === 'keep'
    if (isKept) deps.keptSessions.keep(ownerOf(request), session.value)
    return done
  } finally {
    // Nothing of what follows depends on it.
    if (!isKept) void deps.gateway.closeSession(request.gatewayEndpoint, session.value.handle)
  }
}

const ownerOf = ({ statement, gatewayEndpoint, sql }: SessionRequest): SessionOwner => ({ statement, gatewayEndpoint, sql: sql ?? statement.spec.sql })
