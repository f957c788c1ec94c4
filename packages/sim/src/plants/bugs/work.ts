import type { PlantedBug } from '../planted-bug.ts'

const stores = 'packages/sim/src/fakes/stores'

/**
 * Bugs of the loop and of what it stands on: signals, leases, fencing, compare-and-swap. The stand-in of Postgres is patched where the
 * real one has the same line in SQL: its own tests hold the two together.
 */
export const workBugs: PlantedBug[] = [
  {
    name: 'outbox-forgotten-on-create',
    breaks: 'What is stored is found, even if every signal is lost.',
    patches: [{ file: `${stores}/create-fake-api-store.ts`, find: "    wakeWork(database, keyOf('statement', statement, statement.uid))", replace: "    if (statement.specVersion !== 1) wakeWork(database, keyOf('statement', statement, statement.uid))" }],
    caughtBy: /not as it shall be/,
    seedHint: 1,
  },
  {
    name: 'outbox-forgotten-on-change',
    breaks: 'A lost signal costs latency, never a change.',
    patches: [{ file: `${stores}/fake-database.ts`, find: '  else row.dueAtMs = Math.min(row.dueAtMs ?? Infinity, database.nowMs())\n', replace: '' }],
    caughtBy: /not as it shall be/,
    seedHint: 1,
  },
  {
    name: 'scan-forgotten',
    breaks: 'A lost signal costs latency, never correctness.',
    patches: [{ file: 'apps/controller/src/app.ts', find: '        every(loop.scanEveryMs, () => scan(loop.kind, loop.scanLimit))\n', replace: "        if (loop.kind === 'results') every(loop.scanEveryMs, () => scan(loop.kind, loop.scanLimit))\n" }],
    caughtBy: /not as it shall be|nobody looked|for \d+ ms it is shown/,
    seedHint: 1,
  },
  {
    name: 'wake-during-lease-lost',
    breaks: 'A change that comes while its key is worked on is seen after it.',
    patches: [
      { file: `${stores}/fake-work.ts`, find: '      row.value.dueAtMs = dueNow ? database.nowMs() : nextDueAtMs\n', replace: '      row.value.dueAtMs = nextDueAtMs\n' },
      { file: 'packages/reconcile/src/reconcile-one.ts', find: '      if (released.ok && released.value.dueNow) await deps.wake.wake(key, 0)\n      else if', replace: '      if' },
    ],
    caughtBy: /not as it shall be|nobody looked|for \d+ ms it is shown/,
    seedHint: 131,
  },
  {
    name: 'lease-of-the-dead-never-found',
    breaks: 'What a process held when it died is taken over.',
    patches: [{ file: `${stores}/fake-work.ts`, find: '      row.dueAtMs = nowMs + ttlMs\n', replace: '      row.dueAtMs = undefined\n' }],
    caughtBy: /not as it shall be|nobody looked|for \d+ ms it is shown/,
    seedHint: 3,
  },
  {
    name: 'stale-lease-may-write',
    breaks: 'Who lost its lease writes nothing more.',
    patches: [{ file: `${stores}/fake-work.ts`, find: '  if (row.lease === undefined || row.token !== lease.token) return staleLease(lease.key)', replace: '  if (row.token < lease.token) return staleLease(lease.key)' }],
    caughtBy: /is a newer lease/,
    seedHint: 3,
  },
]
