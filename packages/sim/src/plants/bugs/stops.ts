import type { PlantedBug } from '../planted-bug.ts'

const planner = 'packages/planner/src'
const statement = 'packages/reconcile/src/statement'

/** Bugs of stopping, ending and deleting. */
export const stopBugs: PlantedBug[] = [
  {
    name: 'fresh-trigger-id-on-retry',
    breaks: 'A repeated request for a savepoint takes no second one.',
    patches: [{ file: `${planner}/statement/plan-stop.ts`, find: '  const stop = statement.intent.stop ?? newAttempt(world, generation, 1)', replace: '  const stop = statement.intent.stop === undefined ? newAttempt(world, generation, 1) : { ...statement.intent.stop, triggerId: world.fresh.triggerId }' }],
    caughtBy: /while another is under way/,
    seedHint: 1,
  },
  {
    name: 'trigger-id-never-written',
    breaks: 'Every effect has a name that was written before.',
    patches: [{ file: `${statement}/actions/end-job.ts`, find: '    triggerId: stop.triggerId,\n    targetUri', replace: '    triggerId: deps.ids.hex32(),\n    targetUri' }],
    caughtBy: /trigger id that was never written/,
    seedHint: 1,
  },
  {
    name: 'stop-counts-as-finished',
    breaks: 'COMPLETED is said only of what finished by itself.',
    patches: [{ file: `${planner}/statement/plan-ended.ts`, find: "  if (ended?.state === 'FINISHED' && !hasSavepoint) return completed(world)", replace: "  if (ended?.state === 'FINISHED') return completed(world)" }],
    caughtBy: /COMPLETED, and no job of it finished/,
    seedHint: 1,
  },
  {
    name: 'savepoint-not-kept',
    breaks: 'What was stopped goes on from its savepoint.',
    patches: [{ file: `${planner}/statement/plan-ended.ts`, find: "    intent: { ...asksNothing, rest: 'stopped', restorePoint, stateExpected: world.statement.intent.stateExpected || restorePoint !== undefined },", replace: "    intent: { ...asksNothing, rest: 'stopped', restorePoint: world.statement.intent.restorePoint, stop: undefined, stateExpected: world.statement.intent.stateExpected },", }],
    caughtBy: /it goes on from|it starts empty|parked, although|its restore point .* is gone|COMPLETED, and no job/,
    seedHint: 1,
  },
  {
    name: 'failed-cancel-counts-as-gone',
    breaks: 'A failed delete makes unknown, never absent.',
    patches: [{ file: `${statement}/actions/end-job.ts`, find: '  return cancelled.ok ? nothingNew : tryAgain(cancelled)', replace: '  return cancelled.ok ? nothingNew : { observed: { goneGeneration: generation.generation } }' }],
    caughtBy: /removed while its job|was made while|runs beside/,
    seedHint: 8,
  },
  {
    name: 'failed-cancel-not-repeated',
    breaks: 'What failed is tried again within a bound.',
    patches: [{ file: `${planner}/statement/plan-deletion.ts`, find: "actions: [{ kind: 'cancel-job', jobManagerEndpoint, generation }], wakeAfterMs: 500", replace: "actions: [{ kind: 'cancel-job', jobManagerEndpoint, generation }], wakeAfterMs: undefined as never" }],
    caughtBy: /its deletion is not done|wanted by nobody/,
    seedHint: 54,
  },
  {
    name: 'removed-before-job-is-gone',
    breaks: 'A statement goes only when its job is proven gone.',
    patches: [{ file: `${planner}/statement/plan-deletion.ts`, find: "actions: [{ kind: 'cancel-job', jobManagerEndpoint, generation }], wakeAfterMs: 500", replace: "actions: [{ kind: 'cancel-job', jobManagerEndpoint, generation }, { kind: 'remove-statement' }], wakeAfterMs: 500" }],
    caughtBy: /removed while its job/,
    seedHint: 1,
  },
  {
    name: 'ended-query-keeps-its-job',
    breaks: 'No job of an ended SELECT is left behind.',
    patches: [{ file: `${planner}/statement/plan-rest.ts`, find: "  if (statement.class === 'query' && hasLiveJob(statement)) return leaveNoJob(world)\n", replace: '' }],
    caughtBy: /wanted by nobody|and its job is/,
    seedHint: 1720,
  },
]
