import type { Result } from '@headgate/domain'
import { failed, gather, holds, ok } from '@headgate/domain'
import { defaultStorageSettings } from '@headgate/planner'
import type { StorageSettings } from '@headgate/planner'
import { readStoreConfig } from '@headgate/store'
import type { StoreConfig } from '@headgate/store'

/** Everything the service is told from outside, read once at the start. */
export interface SnapshotsConfig {
  databaseUrl: string
  queueUrl: string
  secretKeyFile: string
  /** Where the snapshots lie, with the keys that may delete them. */
  store: StoreConfig
  region: { cloud: string; region: string }
  storage: StorageSettings
  /** False: nothing is deleted from the store, whatever anybody asks. */
  deletionEnabled: boolean
  logFile?: string
  /** No other keeper serves this database: leases of earlier ones are over. */
  isSole: boolean
}

/** Reads the configuration. `rejected` says everything that is missing or wrong. `checkQueueUrl` knows which homes queues can have. */
export function readConfig(env: Record<string, string | undefined>, checkQueueUrl: (url: string) => Result<unknown> = ok): Result<SnapshotsConfig> {
  const needed = ['HEADGATE_DATABASE_URL', 'HEADGATE_SECRET_KEY_FILE'] as const
  const missing = needed.filter((name) => !env[name])
  const databaseUrl = env['HEADGATE_DATABASE_URL'] ?? ''
  const queueUrl = env['HEADGATE_QUEUE_URL'] || databaseUrl
  const deletion = env['HEADGATE_STORAGE_DELETION'] || 'on'
  const read = gather({
    needed: holds(missing.length === 0, `The keeper of snapshots needs ${missing.join(', ')} in its environment.`),
    queue: queueUrl === '' ? ok(undefined) : checkQueueUrl(queueUrl),
    store: readStoreConfig(env),
    storage: readStorageSettings(env['HEADGATE_STORAGE_SETTINGS']),
    deletion: holds(deletion === 'on' || deletion === 'off', `HEADGATE_STORAGE_DELETION is '${deletion}': it can be on or off.`),
  })
  if (!read.ok) return read
  const { store, storage } = read.value
  return ok({
    databaseUrl,
    queueUrl,
    secretKeyFile: env['HEADGATE_SECRET_KEY_FILE'] ?? '',
    store,
    region: { cloud: env['HEADGATE_CLOUD'] || 'AWS', region: env['HEADGATE_REGION'] || 'local-1' },
    storage,
    deletionEnabled: deletion === 'on',
    logFile: env['HEADGATE_LOG_FILE'],
    isSole: env['HEADGATE_SOLE_CONTROLLER'] === '1',
  })
}

/** `name=milliseconds`, separated by commas; the others keep their defaults. */
function readStorageSettings(text: string | undefined): Result<StorageSettings> {
  const settings = { ...defaultStorageSettings }
  for (const part of (text ?? '').split(',').map((each) => each.trim()).filter((each) => each !== '')) {
    const [name = '', value = ''] = part.split('=')
    if (!Object.hasOwn(settings, name) || !/^\d+$/.test(value)) {
      return failed('rejected', `HEADGATE_STORAGE_SETTINGS has '${part}': it takes name=number, the names are ${Object.keys(settings).join(', ')}.`)
    }
    settings[name as keyof StorageSettings] = Number(value)
  }
  return ok(settings)
}
