import { checkpointsKey, newStatement } from '@headgate/domain'
import type { HandedOverDirectory, NewSnapshot, SnapshotReference, Tenant } from '@headgate/domain'
import type { ApiStore, Lease, Resources, StorageStore } from '@headgate/ports'
import { storageKey } from '@headgate/ports'
import type { StorageSize } from './storage-size.ts'

export const tenant: Tenant = { organizationId: '6f2f3a8e-0000-4000-8000-000000000001', environmentId: 'env-bench1' }

/** A made-up environment: what Postgres says, and the keys that there are. */
export interface MadeStorage {
  keys: string[]
  /** Keys that are left when of each statement all snapshots but the newest are deleted. */
  kept: Set<string>
  deletedSnapshots: number
}

const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0')

/** Writes the rows of an environment of whose statements only the newest snapshot is to stay, all of it decided long ago. */
export async function makeStorage(size: StorageSize, stores: { api: ApiStore; resources: Resources; storage: StorageStore }, uriOf: (key: string) => string): Promise<MadeStorage> {
  const nowMs = Date.now()
  const oldMs = nowMs - 10 * 24 * 60 * 60_000
  const must = <T>(result: { ok: true; value: T } | { ok: false; message: string; detail?: string }): T => {
    if (!result.ok) throw new Error(`${result.message} ${result.detail ?? ''}`)
    return result.value
  }
  must(await stores.resources.environments.create(tenant, { ...tenant, id: tenant.environmentId, displayName: 'bench', defaults: {}, version: 1, createdAtMs: nowMs, updatedAtMs: nowMs }))
  const lease: Lease = must(await stores.storage.lease(storageKey(tenant), 'maker', nowMs, 600_000))
  const keys: string[] = []
  const kept = new Set<string>()
  let deletedSnapshots = 0
  for (let number = 0; number < size.statements; number++) {
    const uid = `${hex(number, 8)}-0000-4000-8000-000000000000`
    const name = `statement-${number}`
    const spec = { sql: 'INSERT INTO a SELECT * FROM b', properties: {}, computePoolId: 'p', principal: 'u', stopped: true, labels: {} }
    const born = newStatement({ ...tenant, uid, name, spec, class: 'insert', sqlKind: 'INSERT_INTO', dryRun: false, warnings: [], connectionRefs: [], nowMs })
    must(await stores.api.createStatement(tenant, { ...born, intent: { ...born.intent, rest: 'stopped' } }))
    const directoryKey = `${checkpointsKey({ ...tenant, uid })}/${hex(number, 32)}`
    const directory: HandedOverDirectory = { ...tenant, key: directoryKey, statementUid: uid, statementName: name, generation: 1, handedOverAtMs: oldMs, isWorthless: false, registeredAtMs: oldMs }
    must(await stores.storage.putDirectories(lease, [directory]))
    const all = new Set<string>()
    for (let index = 0; index < size.snapshotsPerStatement; index++) {
      // The newest stays, as it would.
      const isDeleted = index < size.snapshotsPerStatement - 1
      const own = `${directoryKey}/chk-${index + 1}`
      const shared: Omit<SnapshotReference, 'snapshotId'>[] = Array.from({ length: size.sharedFiles }, (_, file) => ({ key: `${directoryKey}/shared/${hex(index * size.newSharedFiles + file, 8)}`, sizeBytes: 1 }))
      const files = [`${own}/_metadata`, ...Array.from({ length: size.ownFiles }, (_, file) => `${own}/${hex(file, 8)}`)]
      for (const key of [...files, ...shared.map((reference) => reference.key)]) {
        all.add(key)
        if (!isDeleted) kept.add(key)
      }
      if (isDeleted) deletedSnapshots += 1
      const id = `${hex(number, 8)}-${hex(index, 4)}-4000-8000-000000000000`
      const snapshot: NewSnapshot = {
        ...tenant, id, kind: 'checkpoint', format: 'native', trigger: 'retained', statement: { uid, name, generation: 1 }, spec: { labels: {}, pinned: false }, state: 'WRITTEN',
        intent: { failures: 0, directoryKey: own }, observed: { uri: uriOf(own), completedAtMs: oldMs + index }, createdAtMs: oldMs,
      }
      must(await stores.storage.addSnapshots(lease, [snapshot]))
      const content = { atMs: oldMs, formatVersion: 6, flinkVersion: '2.1', checkpointId: index + 1, operators: [], ownFiles: files.length, ownBytes: files.length, sharedFiles: shared.length, sharedBytes: shared.length }
      must(await stores.storage.completeSnapshot(lease, {
        id, expectedIntentVersion: 1, expectedSpecVersion: 1,
        state: isDeleted ? 'DELETING' : 'COMPLETED',
        ...(isDeleted ? { spec: { labels: {}, pinned: false, trash: { atMs: oldMs, by: 'user' as const, reason: 'Asked for.' } } } : {}),
        intent: { ...snapshot.intent, ...(isDeleted ? { doomedAtMs: oldMs, doomedBecause: 'Asked for.' } : {}) }, observed: { ...snapshot.observed, content },
      }, shared))
    }
    keys.push(...all)
  }
  must(await stores.storage.release(lease, nowMs))
  return { keys, kept, deletedSnapshots }
}
