import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import { checkStore, describeStore, readStoreConfig, storeEnvironment } from '@headgate/store'
import type { StoreConfig, StoreUser } from '@headgate/store'
import type { DataLayout } from './data-layout.ts'
import type { DevOptions } from './dev-options.ts'
import { problem } from './problem.ts'

export interface OpenedStore {
  /** For people; undefined: the data directory. */
  place?: string
  /** What a process is told of it. */
  environmentOf(user: StoreUser): Record<string, string>
}

/**
 * Reads which store is wanted, sees that it is the one that this data directory has its state in, and that it can be reached and written. A store in the data
 * directory is just there.
 */
export async function openStore(options: DevOptions, env: Record<string, string | undefined>, layout: DataLayout, progress: (line: string) => void): Promise<Result<OpenedStore>> {
  const wanted = { ...env, HEADGATE_DATA_DIRECTORY: layout.root, ...(options.store === undefined ? {} : { HEADGATE_STORE: options.store }) }
  const config = readStoreConfig(wanted)
  if (!config.ok) return problem('usage', options.store === undefined ? config.message : config.message.replaceAll('HEADGATE_STORE', '--store'), '')
  const same = await rememberStore(config.value, layout)
  if (!same.ok) return same
  if (config.value.kind === 'directory') return ok({ environmentOf: () => storeEnvironment(wanted, 'api') })
  const place = describeStore(config.value)
  progress(`Checking the store ${place}`)
  const checked = await checkStore(config.value, randomBytes(8).toString('hex'))
  if (!checked.ok) return problem('network', checked.message, '', checked.detail)
  const keeper = readStoreConfig(storeEnvironment(wanted, 'snapshots'))
  if (!keeper.ok) return problem('usage', keeper.message.replaceAll('AWS_', 'HEADGATE_S3_SNAPSHOTS_'), '')
  const kept = keeper.value.kind === 's3' && keeper.value.keys?.accessKeyId !== config.value.keys?.accessKeyId ? await checkStore(keeper.value, randomBytes(8).toString('hex')) : ok(undefined)
  if (!kept.ok) return problem('network', `With the keys of the keeper of snapshots (HEADGATE_S3_SNAPSHOTS_ACCESS_KEY_ID): ${kept.message}`, '', kept.detail)
  return ok({ place, environmentOf: (user) => storeEnvironment(wanted, user) })
}

/** Statements would look for their state in the wrong place, and not find it. */
async function rememberStore(config: StoreConfig, layout: DataLayout): Promise<Result<void>> {
  const name = config.kind === 's3' ? `s3://${config.bucket}/${config.prefix}` : config.rootDirectory === layout.root ? 'the data directory' : `file://${config.rootDirectory}`
  const found = await readFile(layout.storeFile, 'utf8').catch(() => undefined)
  // Directories of before there was a choice have their state in themselves.
  const earlier = found?.trim() ?? ((await readFile(layout.connectionFile).catch(() => undefined)) === undefined ? undefined : 'the data directory')
  if (earlier !== undefined && earlier !== name) {
    return problem('usage', `The statements of ${layout.root} have their state in ${earlier}, not in ${name}.`, 'Start with that store, name another data directory with --data-dir DIR, or start over with --reset.')
  }
  await writeFile(layout.storeFile, `${name}\n`)
  return ok(undefined)
}
