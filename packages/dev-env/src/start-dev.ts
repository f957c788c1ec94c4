import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure, Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { renderBanner } from './banner.ts'
import { choosePorts, savePorts } from './choose-ports.ts'
import { readConnectionFile, writeConnectionFile } from './connection.ts'
import type { Connection } from './connection.ts'
import { addressesOfDev, startControlPlane } from './control-plane.ts'
import type { ControlPlane } from './control-plane.ts'
import { dataLayout } from './data-layout.ts'
import type { DataLayout } from './data-layout.ts'
import { readDataState, writeDataVersion } from './data-version.ts'
import { defaultHost, defaultPort } from './dev-options.ts'
import type { Dev, DevOptions, DevParts, StopReport, StopStage } from './dev-options.ts'
import { checkDiskSpace } from './machine/disk-space.ts'
import { findFreePort } from './machine/ports.ts'
import { ensureDatabases, headgateDatabase, playgroundDatabase, playgroundRole } from './postgres/databases.ts'
import { openPlaygroundDoor } from './postgres/playground-door.ts'
import type { PlaygroundDoor } from './postgres/playground-door.ts'
import { startSupervisedPostgres } from './postgres/supervised-postgres.ts'
import type { SupervisedPostgres } from './postgres/supervised-postgres.ts'
import { exitCodeOf, problem, recognise } from './problem.ts'
import { takeDirectoryLock } from './process/directory-lock.ts'
import type { DirectoryLock } from './process/directory-lock.ts'
import { rotateLog } from './process/log-tail.ts'
import { forgetProcess, recordProcess, sweepRecordedProcesses } from './process/process-records.ts'
import { resetData } from './reset-data.ts'
import { openStore } from './open-store.ts'
import { ensureSecrets } from './secret-files.ts'
import type { DatabasePasswords } from './secret-files.ts'

const cloud = 'AWS'
const region = 'local-1'

/** What is running so far, in the order in which it was started. */
interface Started {
  layout: DataLayout
  lock?: DirectoryLock
  postgres?: SupervisedPostgres
  door?: PlaygroundDoor
  plane?: ControlPlane
}

/**
 * Brings up Postgres, the API, the controller and its Flink in one data directory, and returns when a first statement would run at once.
 * A failure is a `Problem`: one line with the next step, and an exit code; nothing is left running then.
 */
export async function startDev(options: DevOptions, parts: DevParts): Promise<Result<Dev>> {
  const started: Started = { layout: dataLayout(options.dataDirectory) }
  let outcome: Result<Dev>
  try {
    outcome = await start(options, parts, started)
  } catch (error) {
    outcome = recognise(String(error), started.layout.root) ?? problem('failure', `The start failed: ${error instanceof Error ? error.message : String(error)}.`, `The logs are in ${started.layout.logs}.`, error instanceof Error ? error.stack : undefined)
  }
  if (!outcome.ok) await tearDown(started, parts)
  return outcome
}

async function start(options: DevOptions, parts: DevParts, started: Started): Promise<Result<Dev>> {
  const startedAtMs = Date.now()
  const progress = options.onProgress ?? (() => undefined)
  const env = options.env ?? process.env
  const { layout } = started
  const host = defaultHost

  const opened = await openDirectory(options, parts, started, progress)
  if (!opened.ok) return opened
  const ports = await choosePorts(layout, host, options.port ?? defaultPort)
  if (!ports.ok) return ports
  const store = await openStore(options, env, layout, progress)
  if (!store.ok) return store
  if (options.signal?.aborted) return interrupted()

  const engine = await parts.prepareEngine({ env, dataDirectory: layout.root, onProgress: progress, signal: options.signal })
  if (options.signal?.aborted) return interrupted()
  if (!engine.ok) return engine

  let fail = (failure: Failure): void => void failure
  const passwords = await ensureSecrets(layout)
  const postgres = await startDatabase(started, ports.value.postgres, passwords, progress, (failure) => fail(failure))
  if (!postgres.ok) return postgres
  const urlOf = (role: 'migrator' | 'api' | 'controller' | 'snapshots') => postgres.value.url(`headgate_${role}`, passwords[role], headgateDatabase)
  const prepared = await parts.prepareDatabase({
    adminUrl: postgres.value.url('admin', passwords.admin, headgateDatabase),
    migratorUrl: urlOf('migrator'),
    apiUrl: urlOf('api'),
    passwords,
    secretKeyFile: layout.masterKeyFile,
    earlier: await readConnectionFile(layout.connectionFile),
    cloud,
    region,
    onProgress: progress,
  })
  if (!prepared.ok) return databaseProblem(prepared, layout)
  if (options.signal?.aborted) return interrupted()

  const connection: Connection = { endpoint: `http://${host}:${ports.value.api}`, ...prepared.value }
  const door = { host: postgres.value.host, serverPort: postgres.value.port }
  started.door = await openPlaygroundDoor({ ...door, port: ports.value.playground }).catch(() => openPlaygroundDoor({ ...door, port: 0 }))
  await savePorts(layout, { postgres: postgres.value.port, playground: started.door.port })
  const playground = describePlayground(postgres.value, passwords, started.door.port)
  await writeConnectionFile(layout.connectionFile, connection, { playground })

  const plane = await startControlPlane({
    layout, parts, connection, host, port: ports.value.api, env,
    childEnv: options.childEnv ?? {},
    apiUrl: urlOf('api'),
    controllerUrl: urlOf('controller'),
    snapshotsUrl: urlOf('snapshots'),
    // The playground has a door of its own: the server's port is closed to SQL.
    deniedAddresses: [`${postgres.value.host}:${postgres.value.port}`],
    engine: engine.value,
    storeEnv: store.value.environmentOf,
    database: postgres.value,
    onProgress: progress,
    onFailure: (failure) => fail(failure),
    signal: options.signal,
    onStarted: (running) => (started.plane = running),
  })
  if (!plane.ok) return options.signal?.aborted ? interrupted() : plane

  const banner = renderBanner({
    connection,
    addresses: addressesOfDev(env),
    connectionFile: layout.connectionFile,
    dataDirectory: layout.root,
    ...(store.value.place === undefined ? {} : { store: store.value.place }),
    logsDirectory: layout.logs,
    startedInMs: Date.now() - startedAtMs,
    playground: { ...playground, passwordFile: layout.connectionFile },
  })
  const instance = createInstance(started, parts, { connection, banner, playground, plane: plane.value, postgres: postgres.value, progress })
  let isFailing = false
  fail = (failure) => {
    if (isFailing || instance.isStopping()) return
    isFailing = true
    void instance.stop('without-savepoints').then(() => options.onFailure?.(failure))
  }
  return ok(instance)
}

/** Takes the lock, ends what a killed run left, checks the version, and makes the directories. */
async function openDirectory(options: DevOptions, parts: DevParts, started: Started, progress: (line: string) => void): Promise<Result<void>> {
  const { layout } = started
  const lock = await takeDirectoryLock(layout.lockFile)
  if (!lock.ok) return lock
  started.lock = lock.value
  const found = await readDataState(layout)
  if (found.state === 'foreign' || (found.state === 'other-version' && options.reset !== true)) return found.problem
  const swept = await sweepRecordedProcesses(layout.processes)
  const jvms = await parts.sweepFlink(layout.root)
  if (swept.length + jvms > 0) progress(`Ended what the last run left: ${[...swept, ...(jvms > 0 ? [`${jvms} Flink process${jvms === 1 ? '' : 'es'}`] : [])].join(', ')}`)
  if (options.reset === true) {
    await resetData(layout)
    progress(`Removed all data of ${layout.root}`)
  }
  const isFirst = options.reset === true || found.state === 'new'
  const space = await checkDiskSpace(layout.root, isFirst ? 1_000_000_000 : 300_000_000, 'Headgate')
  if (!space.ok) return space
  for (const directory of [layout.root, layout.logs, layout.processes, layout.organizations]) await mkdir(directory, { recursive: true })
  for (const name of ['api', 'controller', 'postgres']) await rotateLog(join(layout.logs, `${name}.log`))
  await writeDataVersion(layout)
  return ok(undefined)
}

async function startDatabase(started: Started, port: number, passwords: DatabasePasswords, progress: (line: string) => void, onFailure: (failure: Failure) => void): Promise<Result<SupervisedPostgres>> {
  const { layout } = started
  progress('Starting Postgres')
  const logFile = join(layout.logs, 'postgres.log')
  const start = (at: number) =>
    startSupervisedPostgres({
      dataDirectory: layout.postgres, logFile, port: at, adminPassword: passwords.admin,
      onStarted: (pid) => recordProcess(layout.processes, 'postgres', pid),
      onLost: () => progress('Postgres ended unexpectedly; starting it again'),
      onBack: (outageMs) => progress(`Postgres answers again after ${(outageMs / 1000).toFixed(1)} s`),
      onGiveUp: (failure) => onFailure(recognise(failure.detail ?? '', layout.root) ?? problem('failure', failure.message, `Its log: ${logFile}`, failure.detail)),
    })
  let postgres = await start(port)
  // Another program was quicker to take the port that was free a moment ago.
  for (let attempt = 1; attempt < 3 && !postgres.ok && /Address already in use/.test(postgres.detail ?? ''); attempt += 1) postgres = await start(await findFreePort(defaultHost))
  if (!postgres.ok) return postgres
  started.postgres = postgres.value
  await ensureDatabases(postgres.value.url('admin', passwords.admin, 'postgres'), passwords.playground)
  return postgres
}

const describePlayground = (postgres: SupervisedPostgres, passwords: DatabasePasswords, port: number): Dev['playground'] => ({
  jdbcUrl: `jdbc:postgresql://${postgres.host}:${port}/${playgroundDatabase}`,
  url: `postgres://${playgroundRole}:${passwords.playground}@${postgres.host}:${port}/${playgroundDatabase}`,
  user: playgroundRole,
  password: passwords.playground,
})

interface Running {
  connection: Connection
  banner: string
  playground: Dev['playground']
  plane: ControlPlane
  postgres: SupervisedPostgres
  progress: (line: string) => void
}

function createInstance(started: Started, parts: DevParts, running: Running): Dev & { isStopping(): boolean } {
  const { plane, postgres, progress } = running
  const { layout } = started
  let stopping: Promise<StopReport> | undefined
  let settleEnded = (): void => undefined
  const ended = new Promise<void>((resolve) => (settleEnded = resolve))
  const finish = async () => {
    await forgetProcess(layout.processes, 'postgres')
    await started.lock?.release()
    settleEnded()
  }
  const stop = async (): Promise<StopReport> => {
    const report = await plane.stop()
    progress('Stopping Postgres')
    await started.door?.close()
    await postgres.stop(5_000)
    await finish()
    return report
  }
  return {
    connection: running.connection,
    dataDirectory: layout.root,
    banner: running.banner,
    playground: running.playground,
    pids: () => ({ postgres: postgres.pid(), ...plane.pids() }),
    isStopping: () => stopping !== undefined,
    stop(stage: StopStage = 'graceful') {
      plane.hurry(stage)
      stopping ??= stop()
      return stopping
    },
    killWorkers: (role, signal) => parts.killWorkers(layout.root, role, signal),
    async killEverything() {
      stopping ??= Promise.resolve({ suspended: 0, unfinished: 0 })
      await plane.kill()
      postgres.kill()
      await started.door?.close()
      await parts.sweepFlink(layout.root)
      await postgres.ended
      await finish()
    },
    ended,
  }
}

async function tearDown(started: Started, parts: DevParts): Promise<void> {
  await started.plane?.kill()
  if (started.plane !== undefined) await parts.sweepFlink(started.layout.root)
  await started.door?.close()
  await started.postgres?.stop(5_000)
  await forgetProcess(started.layout.processes, 'postgres')
  await started.lock?.release()
  // A refused start leaves no empty directory behind.
  await rm(started.layout.root, { recursive: false }).catch(() => undefined)
}

const interrupted = (): Result<never> => problem('interrupted', 'Interrupted before everything was up; what had been started is stopped.', '')

/** A failure of the database's preparation; one about versions gets the exit code of a data directory of another version. */
function databaseProblem(failure: Failure, layout: DataLayout): Result<never> {
  if (exitCodeOf(failure) !== 1) return failure
  const known = recognise(`${failure.message} ${failure.detail ?? ''}`, layout.root)
  if (known !== undefined) return known
  const isVersion = /newer Headgate|migrat/i.test(failure.message)
  return problem(isVersion ? 'dataVersion' : 'failure', failure.message, isVersion ? `The data directory is ${layout.root}; another one: --data-dir DIR.` : `Logs: ${layout.logs}`, failure.detail)
}
