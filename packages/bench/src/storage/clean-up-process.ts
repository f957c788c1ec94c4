import { createPostgresStores } from '@headgate/adapter-postgres'
import { createS3Store } from '@headgate/adapter-s3'
import { defaultStorageSettings } from '@headgate/planner'
import { storageKey } from '@headgate/ports'
import { createDrillSlots, keepStorage } from '@headgate/snapshots'
import { tenant } from './make-storage.ts'

/** One turn of the keeper of snapshots in a process of its own, so that its memory is its own. Prints how long it took and how much it held at most. */
const [databaseUrl = '', endpoint = '', bucket = '', accessKeyId = '', secretAccessKey = ''] = process.argv.slice(2)
const clock = { nowMs: () => Date.now(), sleep: async () => {} }
const stores = createPostgresStores({ url: databaseUrl, role: 'snapshots', secretKey: new Uint8Array(32).fill(7), clock, poolSize: 10 })
const objects = createS3Store({ bucket, endpoint, credentials: { accessKeyId, secretAccessKey } })
const startedMs = performance.now()
const report = await keepStorage(storageKey(tenant), {
  store: stores.storage, objects, wake: { wake: async () => undefined, listen: async () => ({ stop: async () => undefined }) }, clock,
  ids: { uuid: () => crypto.randomUUID(), hex32: () => crypto.randomUUID().replaceAll('-', ''), token: () => 'x' },
  holder: 'bench',
  // The keys were put a moment ago, and stand for old ones.
  settings: { storage: { ...defaultStorageSettings, abortedAfterMs: -60_000 }, leaseTtlMs: 600_000, deletionEnabled: true, region: { cloud: 'AWS', region: 'local-1' } },
  readMetadata: () => Promise.reject(new Error('Nothing is to be read.')),
  nextScheduledMs: () => undefined,
  drills: createDrillSlots(1),
})
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
process.stdout.write(`${JSON.stringify({ tookMs: performance.now() - startedMs, cpuMs: cpuMs(), maxRssBytes: process.resourceUsage().maxRSS * 1024, actions: report.actions, failures: report.failures })}\n`)
await stores.close()
process.exit(0)
