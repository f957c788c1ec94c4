import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
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

/** Reads the configuration. `rejected` says what is missing or wrong. */
export function readConfig(env: Record<string, string | undefined>): Result<SnapshotsConfig> {
  const needed = ['HEADGATE_DATABASE_URL', 'HEADGATE_SECRET_KEY_FILE'] as const
  const missing = needed.filter((name) => !env[name])
  if (missing.length > 0) return failed('rejected', `The keeper of snapshots needs ${missing.join(', ')} in its environment.`)
  const store = readStoreConfig(env)
  if (!store.ok) return store
  const storage = readStorageSettings(env['HEADGATE_STORAGE_SETTINGS'])
  if (!storage.ok) return storage
  const deletion = env['HEADGATE_STORAGE_DELETION'] || 'on'
  if (deletion !== 'on' && deletion !== 'off') return failed('rejected', `HEADGATE_STORAGE_DELETION is '${deletion}': it can be on or off.`)
  return ok({
    databaseUrl: env['HEADGATE_DATABASE_URL'] ?? '',
    queueUrl: env['HEADGATE_QUEUE_URL'] || env['HEADGATE_DATABASE_URL'] || '',
    secretKeyFile: env['HEADGATE_SECRET_KEY_FILE'] ?? '',
    store: store.value,
    region: { cloud: env['HEADGATE_CLOUD'] || 'AWS', region: env['HEADGATE_REGION'] || 'local-1' },
    storage: storage.value,
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
