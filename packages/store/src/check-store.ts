import { failed, ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { createStore } from './create-store.ts'
import type { Store } from './create-store.ts'
import type { StoreConfig } from './read-store-config.ts'

/**
 * Tries what an installation does with its store, with our keys and with Flink's: writes, reads, lists and removes a file of its own. The first thing
 * that does not work is the answer, in words that say which keys it was. `token` makes the file this caller's alone.
 */
export async function checkStore(config: StoreConfig, token: string): Promise<Result<void>> {
  const made = await createStore(config)
  if (!made.ok) return made
  const store = made.value
  try {
    const own = await tryStore(store, `headgate-check/${token}`)
    if (!own.ok || config.kind === 'directory' || config.flinkKeys === undefined) return own
    return await tryAsFlink(config, `headgate-check/${token}-flink`)
  } finally {
    // Flink's keys may not be allowed to.
    await store.removeAll(`headgate-check/${token}-flink`)
    store.close()
  }
}

async function tryAsFlink(config: StoreConfig & { kind: 's3' }, key: string): Promise<Result<void>> {
  const made = await createStore(config, config.flinkKeys)
  if (!made.ok) return made
  try {
    const written = await writeAndRead(made.value, key)
    return written.ok ? written : { ...written, message: `With the keys of Flink (HEADGATE_S3_FLINK_ACCESS_KEY_ID): ${written.message}` }
  } finally {
    made.value.close()
  }
}

async function tryStore(store: Store, key: string): Promise<Result<void>> {
  const written = await writeAndRead(store, key)
  if (!written.ok) return written
  const listed = await store.listPage('headgate-check')
  if (!listed.ok) return listed
  const removed = await store.removeMany([key])
  if (!removed.ok) return removed
  const [refused] = removed.value.refused
  return refused === undefined ? ok(undefined) : failed('unavailable', `The store refused to remove '${key}': ${refused.message}`)
}

async function writeAndRead(store: Store, key: string): Promise<Result<void>> {
  const content = new TextEncoder().encode(key)
  const written = await store.put(key, content)
  if (!written.ok) return written
  const read = await store.read(key)
  if (!read.ok) return read
  return Buffer.compare(read.value, content) === 0 ? ok(undefined) : failed('unavailable', `The store gave something else for '${key}' than was written.`)
}
