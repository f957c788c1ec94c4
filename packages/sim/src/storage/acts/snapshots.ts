import { exportsKey, isRestorable, isTrashed } from '@headgate/domain'
import type { NewSnapshot, Snapshot, SnapshotSpec, Statement, StatementBlueprint, Tenant } from '@headgate/domain'
import { needsOf } from '@headgate/planner'
import type { History, HistoryAct } from '../history.ts'
import { isBeingCopied } from '../truth/needs-of-files.ts'
import { anySnapshot, anyStatement, hesitate, snapshotsOf, told } from './pick.ts'

const minuteMs = 60_000

/** What it takes to run a statement again. */
export const blueprintOf = ({ spec: { sql, properties, computePoolId, principal }, observed: { prepared } }: Statement): StatementBlueprint => ({ sql, properties, computePoolId, principal, ...(prepared === undefined ? {} : { prepared }) })

async function changeSpec({ world }: History, tenant: Tenant, { id, spec, specVersion }: Snapshot, change: Partial<SnapshotSpec>) {
  return world.stores.api.changeSnapshotSpec(tenant, id, { ...spec, ...change }, specVersion, world.clock.nowMs())
}

const without = <T extends object, K extends keyof T>(all: T, field: K): T => {
  const { [field]: _gone, ...rest } = all
  return rest as T
}

/** An act on one snapshot that matches. */
const onOne = (name: string, weight: number, matches: (row: Snapshot, history: History) => boolean, perform: (history: History, tenant: Tenant, row: Snapshot, random: Parameters<HistoryAct['perform']>[2]) => Promise<string | undefined>): HistoryAct => ({
  name, weight,
  async perform(history, tenant, random) {
    const row = anySnapshot(history, tenant, random, (each) => matches(each, history))
    if (row === undefined) return undefined
    await hesitate(history, random)
    return perform(history, tenant, row, random)
  },
})

const isComplete = (row: Snapshot): boolean => row.state === 'COMPLETED' && row.spec.trash === undefined

/** What people do with snapshots: each as its route in the API does it, by the rows that it read. */
export const snapshotActs: HistoryAct[] = [
  {
    name: 'take', weight: 6,
    async perform(history, tenant, random) {
      const { world } = history
      const row = anyStatement(history, tenant, random, (each) => each.status.phase === 'RUNNING' && each.class === 'insert')
      if (row === undefined) return undefined
      const { uid, name, intent } = row
      const id = world.ids.uuid()
      const snapshot: NewSnapshot = {
        ...tenant, id, kind: 'savepoint', format: 'native', trigger: 'manual', statement: { uid, name, generation: intent.generation?.generation ?? 0 },
        spec: { labels: {}, pinned: random.chance(0.1), ...(random.chance(0.4) ? { retainUntilMs: world.clock.nowMs() + random.pick([0, 10, 120]) * minuteMs } : {}) },
        state: 'PENDING', intent: { failures: 0 }, observed: {}, createdAtMs: world.clock.nowMs(),
        blueprint: blueprintOf(row),
      }
      await hesitate(history, random)
      return told(`${id} of ${name}`, await world.stores.api.createSnapshot(tenant, snapshot))
    },
  },
  onOne('cancel', 1, ({ state, spec }) => (state === 'PENDING' || state === 'IN_PROGRESS') && spec.cancelRequestedAtMs === undefined, async (history, tenant, row) =>
    told(row.id, await changeSpec(history, tenant, row, { cancelRequestedAtMs: history.world.clock.nowMs() }))),
  onOne('pin', 2, (row) => row.state === 'COMPLETED' && !row.spec.pinned, async (history, tenant, row) => told(row.id, await changeSpec(history, tenant, row, { pinned: true }))),
  onOne('unpin', 1, (row) => row.spec.pinned && row.state !== 'DELETING', async (history, tenant, row) => told(row.id, await changeSpec(history, tenant, row, { pinned: false }))),
  onOne('retain', 2, isComplete, async (history, tenant, row, random) => {
    const retainUntilMs = history.world.clock.nowMs() + random.pick([-1, 1, 60, 24 * 60]) * minuteMs
    const spec = random.chance(0.3) ? without(row.spec, 'retainUntilMs') : { ...row.spec, retainUntilMs }
    return told(row.id, await history.world.stores.api.changeSnapshotSpec(tenant, row.id, spec, row.specVersion, history.world.clock.nowMs()))
  }),
  onOne('throw-away', 5, isComplete, async (history, tenant, row) => {
    const { world, ledger } = history
    const statements = await world.stores.api.listStorageStatements(tenant)
    const isRefused = row.spec.pinned || row.observed.drill !== undefined || !statements.ok || needsOf(row, statements.value).length > 0 || isBeingCopied(row, snapshotsOf(history, tenant))
    if (isRefused) return `${row.id}: refused (needed)`
    const trash = { atMs: world.clock.nowMs(), by: 'user' as const, reason: 'A user deleted it.' }
    const changed = await changeSpec(history, tenant, row, { trash })
    if (changed.ok) ledger.trashed.set(row.id, trash)
    return told(row.id, changed)
  }),
  onOne('recover', 3, (row) => isTrashed(row), async (history, tenant, row) => {
    const changed = await history.world.stores.api.changeSnapshotSpec(tenant, row.id, without(row.spec, 'trash'), row.specVersion, history.world.clock.nowMs())
    if (changed.ok) history.ledger.trashed.delete(row.id)
    return told(row.id, changed)
  }),
  onOne('verify', 1, isComplete, async (history, tenant, row) => told(row.id, await changeSpec(history, tenant, row, { verificationRequestedAtMs: history.world.clock.nowMs() }))),
  onOne('drill', 2, isComplete, async (history, tenant, row) => told(row.id, await changeSpec(history, tenant, row, { drillRequestedAtMs: history.world.clock.nowMs() }))),
  onOne('export', 3, (row) => isRestorable(row) && row.kind === 'savepoint', async (history, tenant, row, random) => {
    const { world } = history
    const directoryKey = `${exportsKey(tenant)}/${random.pick(['x1', 'x2', 'x3', 'f1'])}`
    if (snapshotsOf(history, tenant).some(({ intent, trigger }) => trigger === 'exported' && intent.directoryKey === directoryKey)) return `${directoryKey}: refused (taken)`
    await hesitate(history, random)
    const id = derivedId(directoryKey)
    return told(`${row.id} to ${directoryKey}`, await world.stores.api.createSnapshot(tenant, {
      ...tenant, id, kind: row.kind, format: row.format, trigger: 'exported', copyOf: row.id, spec: { labels: {}, pinned: false }, state: 'PENDING', intent: { failures: 0, directoryKey }, observed: {},
      createdAtMs: world.clock.nowMs(), ...(row.statement === undefined ? {} : { statement: row.statement }), ...(row.blueprint === undefined ? {} : { blueprint: row.blueprint }),
    }))
  }),
]

/** A UUID that two requests for one directory both come to. */
export function derivedId(text: string): string {
  let value = 0xcbf29ce484222325n
  for (const character of `${text}${text}`) value = BigInt.asUintN(64, (value ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n)
  const hex = `${value.toString(16).padStart(16, '0')}${(value ^ 0x5bd1e995n).toString(16).padStart(16, '0')}`
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
