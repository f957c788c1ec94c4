import type { Snapshot, SnapshotContent } from '@headgate/domain'
import type { ReconcileStore, SnapshotChange, StorageStore } from '@headgate/ports'
import { systemClock } from '../src/system/system-clock.ts'

const content: Omit<SnapshotContent, 'atMs'> = {
  formatVersion: 5, flinkVersion: '2.3', checkpointId: 1, ownFiles: 1, ownBytes: 100, sharedFiles: 0, sharedBytes: 0,
  operators: [{ operatorId: '0'.repeat(32), parallelism: 1, maxParallelism: 720, stateBytes: 90 }],
}

/**
 * Stands in for those who have snapshots written and keep them, where there is neither Flink nor a store: all is well at once, the trash is emptied at
 * once. One with the label `stay` stays as it is. Returns how many keys were due.
 */
export async function keepSnapshots(reconcile: ReconcileStore, storage: StorageStore): Promise<number> {
  const nowMs = systemClock.nowMs()
  const written = await reconcile.listDue('savepoint', nowMs, 20)
  for (const key of written.ok ? written.value : []) {
    const lease = await reconcile.lease(key, 'stand-in', nowMs, 10_000)
    if (!lease.ok) continue
    const loaded = await reconcile.loadSnapshot(key)
    if (loaded.ok && loaded.value.state === 'PENDING' && !stays(loaded.value)) {
      const { intent, intentVersion, observed } = loaded.value
      await reconcile.commitSnapshot(lease.value, { expectedIntentVersion: intentVersion, state: 'WRITTEN', intent, observed: { ...observed, uri: `file:///store/${key.id}`, completedAtMs: nowMs }, wake: [] })
    }
    await reconcile.release(lease.value, undefined)
  }
  const kept = await storage.listDue('storage', nowMs, 20)
  for (const key of kept.ok ? kept.value : []) {
    const lease = await storage.lease(key, 'stand-in', nowMs, 10_000)
    if (!lease.ok) continue
    const world = await storage.loadStorage(key)
    if (world.ok) {
      const { snapshots, scanRequestedAtMs } = world.value
      const trash = snapshots.filter(({ spec }) => spec.trash !== undefined).map(({ id }) => id)
      if (trash.length > 0) {
        const deletions = trash.map((snapshotId) => ({ atMs: nowMs, key: `snapshots/${snapshotId}`, kind: 'snapshot', reason: 'It was in the trash.', files: 1, bytes: 100, snapshotId }))
        await storage.recordDeletions(lease.value, { deletions, snapshotIds: trash, directoryKeys: [], markKeys: [] })
      }
      await storage.changeSnapshots(lease.value, snapshots.filter(({ id }) => !trash.includes(id)).flatMap((snapshot) => changeOf(snapshot, nowMs)))
      if (scanRequestedAtMs !== undefined) await storage.saveReport(lease.value, { startedAtMs: nowMs, finishedAtMs: nowMs, total: { files: 0, bytes: 0 }, classes: {}, statements: [], deletable: [], deletableTotal: { count: 0, files: 0, bytes: 0 }, orphans: [] })
    }
    await storage.release(lease.value, undefined)
  }
  return (written.ok ? written.value.length : 0) + (kept.ok ? kept.value.length : 0)
}

const stays = ({ spec }: Snapshot): boolean => spec.labels['stay'] !== undefined

function changeOf(snapshot: Snapshot, nowMs: number): SnapshotChange[] {
  const { id, intent, observed, spec } = snapshot
  const change = { id, expectedIntentVersion: snapshot.intentVersion, expectedSpecVersion: snapshot.specVersion, intent }
  const isCopied = snapshot.trigger === 'exported' && snapshot.state === 'PENDING'
  if ((snapshot.state === 'WRITTEN' || isCopied) && !stays(snapshot)) {
    return [{ ...change, state: 'COMPLETED', observed: { ...observed, uri: observed.uri ?? `file:///store/${id}`, completedAtMs: nowMs, content: { atMs: nowMs, ...content } } }]
  }
  const asked = [[spec.verificationRequestedAtMs, 'files'], [spec.drillRequestedAtMs, 'drill']] as const
  const due = asked.filter(([atMs, how]) => atMs !== undefined && !(observed.verifications ?? []).some((each) => each.how === how && each.atMs >= atMs))
  if (due.length === 0) return []
  const verifications = [...(observed.verifications ?? []).filter(({ how }) => due.every(([, other]) => other !== how)), ...due.map(([, how]) => ({ atMs: nowMs, how, isGood: true, message: 'All is well.' }))]
  return [{ ...change, state: snapshot.state, observed: { ...observed, verifications } }]
}
