import { join } from 'node:path'
import type { Failure, Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { StoreUser } from '@headgate/store'
import type { Connection } from './connection.ts'
import type { DataLayout } from './data-layout.ts'
import type { DevParts, StopReport, StopStage } from './dev-options.ts'
import { problem, recognise } from './problem.ts'
import { childEnvironment } from './process/child-environment.ts'
import { readTail } from './process/log-tail.ts'
import type { SupervisedPostgres } from './postgres/supervised-postgres.ts'
import { startManagedChild } from './process/managed-child.ts'
import type { ChildMessage, ManagedChild } from './process/managed-child.ts'

export interface ControlPlaneOptions {
  layout: DataLayout
  parts: DevParts
  connection: Connection
  host: string
  port: number
  env: Record<string, string | undefined>
  childEnv: Record<string, string>
  apiUrl: string
  controllerUrl: string
  /** As whom the keeper of the files reaches the database. */
  snapshotsUrl: string
  /** `host:port` that no SQL may name. */
  deniedAddresses: string[]
  engine: { directory: string; javaCommand: string }
  /** Of a store that is not the data directory: what each process is told of it. */
  storeEnv: (user: StoreUser) => Record<string, string>
  /** Neither can start without it: a restart waits for the end of its outage, and deaths within one are not held against them. */
  database: Pick<SupervisedPostgres, 'isUp' | 'whenUp'>
  onProgress: (line: string, transient?: boolean) => void
  /** One of the two died for good. */
  onFailure: (failure: Failure) => void
  signal?: AbortSignal
  /** Called as soon as there is something to stop. */
  onStarted: (plane: ControlPlane) => void
}

type ChildName = 'api' | 'controller' | 'snapshots'
type Children = Partial<Record<ChildName, ManagedChild>>

/** The API, the controller and the keeper of snapshots as child processes. */
export interface ControlPlane {
  pids(): Record<ChildName, number | undefined>
  /** Makes a stop that is under way (or comes) go on at this stage. */
  hurry(stage: StopStage): void
  stop(): Promise<StopReport>
  kill(): Promise<void>
}

/** Where tables may lead to: anywhere, because the Kafka and Postgres of a developer are on the same machine. The user can say otherwise. */
export const addressesOfDev = (env: Record<string, string | undefined>): string => env['HEADGATE_ADDRESSES'] || 'anywhere'

/** With these Flink runs on a Kubernetes instead of this machine. */
const clusterEnvironment = (env: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(['HEADGATE_CLUSTER', 'HEADGATE_PLATFORM_FILE', 'HEADGATE_KUBECONFIG'].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))

/** It goes through much and holds little: without a bound the garbage of a long listing would stay for a while. */
const heapOfKeeper = ['--max-old-space-size=320', '--max-semi-space-size=32']

/** Savepoints get this long; with the rest of the stop it stays below 60 s. */
const suspendWithinMs = 38_000
/** Seconds on a quiet machine; one that is at its limit is slow, not broken. */
const readyWithinMs = { api: 180_000, controller: 300_000, snapshots: 180_000 }

/** Starts both and returns when the API answers and the controller says that a first statement would run at once. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<Result<ControlPlane>> {
  const { layout, parts, connection, onProgress } = options
  const logOf = (name: string) => join(layout.logs, `${name}.log`)
  const common: Record<string, string> = {
    HEADGATE_SECRET_KEY_FILE: layout.masterKeyFile,
    HEADGATE_DATA_DIRECTORY: layout.root,
    HEADGATE_CLOUD: connection.cloud,
    HEADGATE_REGION: connection.region,
    HEADGATE_JDBC_DENIED: options.deniedAddresses.join(','),
    HEADGATE_ADDRESSES: addressesOfDev(options.env),
    ...clusterEnvironment(options.env),
    ...options.childEnv,
  }
  const environments = {
    api: {
      HEADGATE_DATABASE_URL: options.apiUrl,
      HEADGATE_QUEUE_URL: options.env['HEADGATE_QUEUE_URL'] || options.apiUrl,
      HEADGATE_HOST: options.host,
      HEADGATE_PORT: String(options.port),
      HEADGATE_PUBLIC_URL: connection.endpoint,
    },
    controller: {
      HEADGATE_DATABASE_URL: options.controllerUrl,
      HEADGATE_QUEUE_URL: options.env['HEADGATE_QUEUE_URL'] || options.controllerUrl,
      HEADGATE_ENGINE_DIRECTORY: options.engine.directory,
      HEADGATE_JAVA: options.engine.javaCommand,
      HEADGATE_SOLE_CONTROLLER: '1',
      HEADGATE_WARM_POOLS: `${connection.organizationId}/${connection.environmentId}/${connection.computePoolId}`,
    },
    snapshots: {
      HEADGATE_DATABASE_URL: options.snapshotsUrl,
      HEADGATE_QUEUE_URL: options.env['HEADGATE_QUEUE_URL'] || options.snapshotsUrl,
      HEADGATE_SOLE_CONTROLLER: '1',
    },
  }
  const suspension = createSuspension()
  const waits = { api: createWait(), controller: createWait(), snapshots: createWait() }

  const startChild = (name: ChildName, entry: string): Promise<ManagedChild> =>
    startManagedChild({
      name,
      entry,
      ...(name === 'snapshots' ? { nodeOptions: heapOfKeeper } : {}),
      env: childEnvironment(options.env, { ...common, ...options.storeEnv(name), ...environments[name], HEADGATE_LOG_FILE: logOf(name) }),
      logFile: logOf(name),
      recordsDirectory: layout.processes,
      needs: options.database,
      onMessage: (message) => {
        if (message.type === 'ready') waits[name].settle(ok(undefined))
        if (message.type === 'failed') waits[name].settle(problem('failure', String(message['message'] ?? `The ${name} could not start.`), `Its log: ${logOf(name)}`))
        if (message.type === 'progress') onProgress(String(message['message'] ?? message['text'] ?? ''), message['transient'] === true)
        if (name === 'controller') suspension.onMessage(message, onProgress)
      },
      onRestart: ({ code, signal, delayMs }) => onProgress(`The ${name} ended unexpectedly (${signal ?? `code ${code}`}); starting it again in ${delayMs / 1000} s`),
      onGiveUp: ({ code, signal, wasReady }) => {
        void (async () => {
          const tail = await readTail(logOf(name), 15)
          const known = recognise(tail, layout.root)
          const failure = known?.exitCode === 6 ? known : problem('failure', `The ${name} ${wasReady ? 'died three times within a minute' : 'could not start'} (${signal ?? `code ${code}`}).`, `Its log: ${logOf(name)}`, tail)
          waits[name].settle(failure)
          suspension.skip()
          if (wasReady) options.onFailure(failure)
        })()
      },
    })

  onProgress('Starting the API, the controller and the keeper of snapshots')
  const children: Children = {}
  const plane = createControlPlane(children, suspension, options)
  options.onStarted(plane)
  children.api = await startChild('api', parts.apiEntry)
  children.controller = await startChild('controller', parts.controllerEntry)
  children.snapshots = await startChild('snapshots', parts.snapshotsEntry)

  const startedAtMs = Date.now()
  const ticking = setInterval(() => onProgress(`Waiting for Flink to warm up (${Math.round((Date.now() - startedAtMs) / 1000)} s)`, true), 1_000)
  try {
    for (const name of ['api', 'controller', 'snapshots'] as const) {
      const ready = await waits[name].within(readyWithinMs[name], options.signal, async () =>
        problem('failure', `The ${name} was not ready within ${readyWithinMs[name] / 1000} s.`, `Its log: ${logOf(name)}`, await readTail(logOf(name), 15)))
      if (!ready.ok) return ready
    }
  } finally {
    clearInterval(ticking)
  }
  return ok(plane)
}

function createControlPlane(children: Children, suspension: Suspension, { parts, layout, onProgress }: ControlPlaneOptions): ControlPlane {
  const kill = async () => {
    await Promise.all([children.controller?.kill(), children.api?.kill(), children.snapshots?.kill()])
  }
  return {
    pids: () => ({ api: children.api?.pid(), controller: children.controller?.pid(), snapshots: children.snapshots?.pid() }),
    hurry(stage) {
      if (stage !== 'graceful') suspension.skip()
      if (stage === 'kill') void kill()
    },
    async stop() {
      const { controller, api, snapshots } = children
      let report: StopReport = { suspended: 0, unfinished: 0 }
      if (controller !== undefined && !suspension.isSkipped() && controller.pid() !== undefined) {
        onProgress('Suspending running INSERT statements with a savepoint (Ctrl-C again skips the savepoints)')
        controller.send({ type: 'suspend', deadlineMs: suspendWithinMs })
        const answer = await suspension.wait(suspendWithinMs + 1_000, controller.ended)
        report = answer ?? report
        onProgress(describeSuspension(answer))
      }
      if (suspension.isSkipped()) onProgress('Without savepoints: statements go on from their newest checkpoint at the next start')
      onProgress('Stopping Flink and the controller')
      await controller?.stop({ type: 'stop' }, 10_000)
      // Whatever the controller could not end itself.
      await parts.sweepFlink(layout.root)
      onProgress('Stopping the API and the keeper of snapshots')
      await Promise.all([api?.stop({ type: 'stop' }, 3_000), snapshots?.stop({ type: 'stop' }, 5_000)])
      return report
    },
    kill,
  }
}

function describeSuspension(answer: StopReport | undefined): string {
  if (answer === undefined) return 'The savepoints were not finished: statements go on from their newest checkpoint at the next start'
  const failed = answer.unfinished === 0 ? '' : `; ${answer.unfinished} could not be and go${answer.unfinished === 1 ? 'es' : ''} on from the newest checkpoint at the next start`
  return `${answer.suspended} statement${answer.suspended === 1 ? '' : 's'} suspended${failed}`
}

interface Suspension {
  onMessage(message: ChildMessage, onProgress: (line: string, transient?: boolean) => void): void
  skip(): void
  isSkipped(): boolean
  /** What the controller answered; undefined when it was skipped, died or took too long. */
  wait(withinMs: number, orEnded: Promise<void>): Promise<StopReport | undefined>
}

function createSuspension(): Suspension {
  let skipped = false
  let leftSaid = 0
  let settle = (answer: StopReport | undefined): void => void answer
  const answered = new Promise<StopReport | undefined>((resolve) => (settle = resolve))
  return {
    onMessage(message, onProgress) {
      if (message.type === 'suspending') {
        const left = Number(message['left'] ?? message['statements'] ?? 0)
        if (left > 0 && left !== leftSaid) onProgress(`  ${left} statement${left === 1 ? ' is' : 's are'} being suspended`)
        leftSaid = left
      }
      if (message.type === 'suspended') {
        const unfinished = message['failed']
        settle({ suspended: Number(message['statements'] ?? 0), unfinished: Array.isArray(unfinished) ? unfinished.length : Number(unfinished ?? 0) })
      }
    },
    skip() {
      skipped = true
      settle(undefined)
    },
    isSkipped: () => skipped,
    async wait(withinMs, orEnded) {
      let timer: NodeJS.Timeout | undefined
      const timeout = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), withinMs)))
      const answer = await Promise.race([answered, timeout, orEnded.then(() => undefined)])
      clearTimeout(timer)
      return answer
    },
  }
}

/** One answer that is waited for with a limit and an abort. */
function createWait() {
  let settle = (answer: Result<void>): void => void answer
  const settled = new Promise<Result<void>>((resolve) => (settle = resolve))
  return {
    settle: (answer: Result<void>) => settle(answer),
    async within(limitMs: number, signal: AbortSignal | undefined, onTimeout: () => Promise<Result<void>>): Promise<Result<void>> {
      let timer: NodeJS.Timeout | undefined
      let onAbort = (): void => undefined
      const timeout = new Promise<'timeout'>((resolve) => (timer = setTimeout(() => resolve('timeout'), limitMs)))
      const aborted = new Promise<'aborted'>((resolve) => {
        onAbort = () => resolve('aborted')
        if (signal?.aborted) resolve('aborted')
        signal?.addEventListener('abort', onAbort)
      })
      const first = await Promise.race([settled, timeout, aborted])
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      if (first === 'timeout') return onTimeout()
      if (first === 'aborted') return problem('interrupted', 'Interrupted.', '')
      return first
    },
  }
}
