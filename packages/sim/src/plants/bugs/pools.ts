import type { PlantedBug } from '../planted-bug.ts'

const pool = 'packages/planner/src/pool'

/** Bugs of pools: slots and processes. */
export const poolBugs: PlantedBug[] = [
  {
    name: 'max-cfu-raced',
    breaks: 'The slots granted at once stay within max_cfu.',
    patches: [{ file: `${pool}/grant-slots.ts`, find: '    grants[demand.uid] = demand.slotsAsked\n    used += missing\n', replace: '    grants[demand.uid] = demand.slotsAsked\n' }],
    caughtBy: /above max_cfu|granted \d+ of/,
    seedHint: 2,
  },
  {
    name: 'slots-freed-too-early',
    breaks: 'What a job may still hold stays granted.',
    patches: [{ file: 'packages/planner/src/statement/plan-stop.ts', find: '    intent: { stop },\n    status,\n    actions: [{ kind: \'stop-with-savepoint\'', replace: '    intent: { stop, slotsAsked: 0 },\n    status,\n    actions: [{ kind: \'stop-with-savepoint\'' }],
    caughtBy: /holds slots that are not granted/,
    seedHint: 1,
  },
  {
    name: 'old-processes-left-alone',
    breaks: 'Never two JobManagers of one pool.',
    patches: [{ file: `${pool}/plan-pool.ts`, find: 'worker.clusterGeneration < intent.clusterGeneration && isAlive(worker))', replace: "worker.clusterGeneration < intent.clusterGeneration && worker.state === 'unknown')" }],
    caughtBy: /two living JobManagers|of another cluster generation live/,
    seedHint: 3,
  },
  {
    name: 'pool-removed-with-its-processes',
    breaks: 'A pool goes only when its processes are proven gone.',
    patches: [{ file: `${pool}/plan-pool.ts`, find: "    return { ...plan, status, actions: [{ kind: 'drop-workers', upToGeneration: intent.clusterGeneration }] }", replace: "    return { ...plan, status, actions: [{ kind: 'drop-workers', upToGeneration: intent.clusterGeneration }, { kind: 'remove-pool' }] }" }, { file: 'packages/reconcile/src/pool/pass-pool.ts', find: 'if (!tidied.ok) return failed(pass, action.kind, tidied)', replace: 'void tidied' }],
    caughtBy: /it was removed while its (jobmanager|gateway|taskmanager)|its pool is gone/,
    seedHint: 1,
  },
  {
    name: 'pool-deletion-not-repeated',
    breaks: 'What failed is tried again within a bound.',
    patches: [{ file: `${pool}/plan-pool.ts`, find: '  const plan = rest(world, intent, lookAgainMs)\n', replace: '  const plan = rest(world, intent, undefined)\n' }],
    caughtBy: /nobody looked|not as it shall be/,
    seedHint: 7,
  },
  {
    name: 'dead-job-manager-kept',
    breaks: 'What died is replaced.',
    patches: [{ file: `${pool}/next-generation.ts`, find: 'if (!isAlive(jobManager)) return', replace: "if (!isAlive(jobManager) && jobManager.exit?.reason !== 'out-of-memory') return" }],
    caughtBy: /not as it shall be/,
    seedHint: 1,
  },
  {
    name: 'successor-left-over',
    breaks: 'What was prepared is used or taken away.',
    patches: [{ file: `${pool}/next-generation.ts`, find: 'if (!awake) return { clusterGeneration: intent.successor ?? intent.clusterGeneration,', replace: 'if (!awake) return { clusterGeneration: intent.clusterGeneration,' }],
    caughtBy: /two living JobManagers|of another cluster generation live|it was removed while its|not as it shall be/,
    seedHint: 7,
  },
  {
    name: 'own-pool-left-over',
    breaks: 'An own pool goes when its statement is gone.',
    patches: [{ file: 'packages/reconcile/src/pool/pass-pool.ts', find: "  if (!owner.ok) return owner.reason === 'not-found' ? { pool: 'gone' } : owner\n", replace: "  if (!owner.ok && owner.reason !== 'not-found') return owner\n" }],
    caughtBy: /it is left over/,
    seedHint: 3,
  },
  {
    name: 'slots-of-own-pools-waited-for',
    breaks: 'A query of a DEDICATED pool waits for its own TaskManagers alone.',
    patches: [{ file: 'packages/planner/src/statement/plan-start.ts', find: 'cluster.value.slotsTotal < slotsHere(pool.intent)', replace: 'cluster.value.slotsTotal < slotsHere({ grants: pool.intent.grants })' }],
    caughtBy: /not as it shall be .*it does not run/,
    seedHint: 19,
  },
]
