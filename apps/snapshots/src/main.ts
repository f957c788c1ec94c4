import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { createPostgresStores } from '@headgate/adapter-postgres'
import { createBullWake, parseQueueUrl } from '@headgate/adapter-queue'
import type { Clock, Ids } from '@headgate/ports'
import { nextScheduledMs } from '@headgate/schedule'
import { readMetadata } from '@headgate/snapshot-metadata'
import { createStore, describeStore } from '@headgate/store'
import { createLogger } from '@headgate/telemetry'
import { createSnapshots } from './app.ts'
import { readConfig } from './config.ts'

const clock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (delayMs, signal) => {
    await delay(delayMs, undefined, { signal }).catch(() => undefined)
  },
}
const ids: Ids = {
  uuid: () => randomUUID(),
  token: (length) => Array.from(randomBytes(length), (byte) => 'abcdefghijklmnopqrstuvwxyz0123456789'[byte % 36]).join(''),
  hex32: () => randomBytes(16).toString('hex'),
}

const tell = (message: { type: string } & Record<string, unknown>): void => void process.send?.(message)
// The supervisor is gone: this process must not outlive it.
if (process.send !== undefined) process.on('disconnect', () => process.exit(1))

const config = readConfig(process.env, parseQueueUrl)
if (!config.ok) fail(config.message)
const { databaseUrl, queueUrl, secretKeyFile, region, storage, deletionEnabled, logFile, isSole } = config.value
const log = createLogger({ component: 'snapshots', destination: logFile })
const stores = createPostgresStores({ url: databaseUrl, role: 'snapshots', secretKey: readSecretKey(secretKeyFile), clock, poolSize: 6, onUnsafe: (message) => log.error(message) })
const wake = createBullWake({
  url: queueUrl,
  prefix: 'headgate',
  nowMs: () => clock.nowMs(),
  log,
})
const objects = await createStore(config.value.store)
if (!objects.ok) fail(objects.message)
const snapshots = createSnapshots({
  deps: {
    store: stores.storage,
    objects: objects.value,
    wake, clock, ids, readMetadata, nextScheduledMs,
    // A pid alone may be the same in every pod.
    holder: `snapshots-${hostname()}-${process.pid}`,
    settings: { storage, leaseTtlMs: 30_000, deletionEnabled, region },
  },
  events: {
    onReport({ key, outcome, actions, failures }, durationMs) {
      const fields = { environmentId: key.environmentId, outcome, actions, durationMs }
      for (const { action, failure } of failures) log.warn({ ...fields, action, reason: failure.reason, detail: failure.detail }, failure.message)
      if (failures.length === 0 && actions.length > 0) log.info(fields, 'acted')
    },
    onCrash: (key, error) => log.error({ key, err: error }, 'a turn crashed'),
    onFailure: (where, failure) => log.warn({ where, reason: failure.reason, detail: failure.detail }, failure.message),
  },
})

let stopping: Promise<void> | undefined
const stop = (): Promise<void> => {
  stopping ??= (async () => {
    await snapshots.stop()
    await wake.close()
    await stores.close()
    objects.value.close()
    process.exit(0)
  })()
  return stopping
}
process.on('message', (message) => {
  if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'stop') void stop()
})
process.on('SIGTERM', () => void stop())
// Ctrl-C reaches the whole group: the supervisor says when.
process.on('SIGINT', () => void (process.send === undefined ? stop() : undefined))

const roles = await stores.assertRoles()
if (!roles.ok) {
  log.error({ detail: roles.detail }, roles.message)
  fail(roles.message)
}
if (isSole) await stores.storage.endLeases(clock.nowMs())
await snapshots.start()
tell({ type: 'ready' })
log.info({ deletionEnabled, store: describeStore(config.value.store) }, 'the keeper of snapshots is ready')

function fail(message: string): never {
  tell({ type: 'failed', message })
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

/** The key that everything sealed in Postgres opens with: 32 bytes, as they are or as hex. */
function readSecretKey(file: string): Uint8Array {
  const content = readFileSync(file)
  return content.length === 32 ? content : Buffer.from(content.toString('utf8').trim(), 'hex')
}
