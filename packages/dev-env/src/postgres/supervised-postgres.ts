import type { Failure, Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from './embedded-postgres.ts'
import { endOrphans } from './end-orphans.ts'

export interface SupervisedPostgresOptions extends EmbeddedPostgresOptions {
  /** Of each server that was started; written down for the next start of the supervisor. */
  onStarted(pid: number): Promise<void>
  /** It ended although nobody asked it to, and is started again. */
  onLost(): void
  /** It answers again, after its recovery. */
  onBack(outageMs: number): void
  /** It died too often, or does not come back. */
  onGiveUp(failure: Failure): void
}

/** A server that is started again on the same data and port whenever it dies, until it is stopped. */
export interface SupervisedPostgres extends Pick<EmbeddedPostgres, 'host' | 'port' | 'url'> {
  /** Of the server that runs now; undefined between two. */
  pid(): number | undefined
  isUp(): boolean
  /** Resolves when it answers: at once, or at the end of an outage; also when it is given up or stopped. */
  whenUp(): Promise<void>
  stop(withinMs: number): Promise<void>
  kill(): void
  /** Resolves when it ended and is not started again. */
  ended: Promise<void>
}

/** A crash now and then is an accident, more of them in this time are a fault that starting again does not mend. */
const deathsMax = 5
const deathsWithinMs = 120_000
/** Recovery replays at most `max_wal_size` of log; the rest of this is a busy machine. */
const backWithinMs = 120_000
const retryMs = [200, 500, 1_000, 2_000]

/** What a server says while one that was killed a moment ago is still in the process table, or its backends in its shared memory. */
const remains = /lock file "postmaster\.pid" already exists|pre-existing shared memory block/
const remainsGoneWithinMs = 30_000

/** Starts the server; after a kill of everything the remains of the last one get a while to go. That no other instance uses the directory is the caller's lock. */
async function startAfterCrash(options: EmbeddedPostgresOptions): Promise<Result<EmbeddedPostgres>> {
  const untilMs = Date.now() + remainsGoneWithinMs
  for (;;) {
    const started = await startEmbeddedPostgres(options)
    if (started.ok || !remains.test(started.detail ?? '') || Date.now() > untilMs) return started
    await endOrphans(options.dataDirectory)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}

/** Starts the server as `startEmbeddedPostgres` does, and keeps it running. */
export async function startSupervisedPostgres(options: SupervisedPostgresOptions): Promise<Result<SupervisedPostgres>> {
  const first = await startAfterCrash(options)
  if (!first.ok) return first
  await options.onStarted(first.value.pid)
  const { host, port, url } = first.value
  let current: EmbeddedPostgres | undefined = first.value
  let isStopping = false
  let deaths: number[] = []
  let up = Promise.resolve()
  const ended = Promise.withResolvers<void>()

  const giveUp = (failure: Failure): void => {
    isStopping = true
    options.onGiveUp(failure)
    ended.resolve()
  }

  const bringBack = async (): Promise<void> => {
    const downAtMs = Date.now()
    deaths = [...deaths.filter((atMs) => downAtMs - atMs < deathsWithinMs), downAtMs]
    if (deaths.length >= deathsMax) {
      return giveUp({ ok: false, reason: 'unavailable', message: `The embedded Postgres died ${deathsMax} times within ${deathsWithinMs / 60_000} minutes.` })
    }
    options.onLost()
    for (let attempt = 0; !isStopping; attempt += 1) {
      await endOrphans(options.dataDirectory)
      const started = await startEmbeddedPostgres(options)
      if (started.ok) return await onBack(started.value, downAtMs)
      if (Date.now() - downAtMs > backWithinMs) return giveUp(started)
      await new Promise((resolve) => setTimeout(resolve, retryMs[Math.min(attempt, retryMs.length - 1)]))
    }
  }

  const onBack = async (server: EmbeddedPostgres, downAtMs: number): Promise<void> => {
    current = server
    await options.onStarted(server.pid)
    watch(server)
    // It was asked to stop while it came back.
    if (isStopping) return server.kill()
    options.onBack(Date.now() - downAtMs)
  }

  const watch = (server: EmbeddedPostgres): void => {
    void server.ended.then(() => {
      current = undefined
      if (isStopping) return ended.resolve()
      // A record that cannot be written (a full disk): nothing to go on with.
      up = bringBack().catch((error: unknown) => giveUp({ ok: false, reason: 'unavailable', message: `The embedded Postgres could not be started again: ${String(error)}` }))
    })
  }
  watch(first.value)

  return ok({
    host,
    port,
    url,
    pid: () => current?.pid,
    isUp: () => current !== undefined,
    async whenUp() {
      // A server that dies again while it is waited for has a new promise.
      for (let seen: Promise<void> | undefined; seen !== up; ) {
        seen = up
        await seen
      }
    },
    async stop(withinMs) {
      isStopping = true
      await current?.stop(withinMs)
      await up
      await current?.stop(withinMs)
      ended.resolve()
    },
    kill() {
      isStopping = true
      if (current === undefined) void up.then(() => ended.resolve())
      current?.kill()
    },
    ended: ended.promise,
  })
}
