import type { PlantedBug } from '../planted-bug.ts'

const planner = 'packages/planner/src'
const statement = 'packages/reconcile/src/statement'

/** Bugs of starting: twice, empty, from the wrong state, too early, without an end. */
export const startBugs: PlantedBug[] = [
  {
    name: 'gone-without-proof',
    breaks: 'A new generation exists only when the old one is proven gone.',
    patches: [{
      file: `${planner}/pool/pool-workers.ts`,
      find: `  if (fact.state !== 'known' || fact.seenAtMs <= sinceMs) return false
  return !fact.value.some(`,
      replace: `  if (fact.state !== 'known' || fact.seenAtMs <= sinceMs) return true
  return true || !fact.value.some(`,
    }],
    caughtBy: /was made while|runs beside|removed while|must not|two living jobs/,
    seedHint: 3,
  },
  {
    name: 'unknown-listing-is-empty',
    breaks: 'Unknown is not absent: processes that cannot be listed may live.',
    patches: [{ file: 'packages/reconcile/src/pool/observe-pool.ts', find: 'workers: unknownSince(since) }', replace: 'workers: known([], Math.max(since, seenAtMs)) }' }],
    caughtBy: /was made while|runs beside|removed while|two living/,
    seedHint: 3,
  },
  {
    name: 'unreachable-job-is-absent',
    breaks: 'Unknown is not absent: a job whose JobManager does not answer may run.',
    patches: [{ file: `${statement}/observe-statement.ts`, find: "    if (described.reason !== 'not-found') return", replace: "    if (described.reason === 'rejected') return" }],
    caughtBy: /was made while|runs beside|removed while|two living jobs/,
    seedHint: 3,
  },
  {
    name: 'restart-stateless',
    breaks: 'Never start empty where state was expected.',
    patches: [{ file: `${planner}/statement/decide-restore.ts`, find: `  const newest = newestRestorePoint(statement)\n`, replace: `  if (intent.generation !== undefined) return { kind: 'empty', reason: 'nothing-was-taken' }\n  const newest = newestRestorePoint(statement)\n` }],
    caughtBy: /it starts empty/,
    seedHint: 1,
  },
  {
    name: 'restart-from-older-state',
    breaks: 'A generation goes on from the newest state there is.',
    patches: [{ file: `${planner}/statement/decide-restore.ts`, find: '  if (snapshot !== undefined && isNewer) {', replace: '  if (snapshot !== undefined && isNewer && intent.restorePoint === undefined) {' }],
    caughtBy: /it goes on from|parked, although/,
    seedHint: 8,
  },
  {
    name: 'failed-listing-is-an-empty-directory',
    breaks: 'Unknown is not absent: a directory that cannot be listed may hold state.',
    patches: [
      { file: `${statement}/find-evidence.ts`, find: "  if (!listed.ok) return listed.reason === 'not-found' ? undefined : 'unavailable'\n  for (const entry of listed.value.filter", replace: '  for (const entry of (listed.ok ? listed.value : []).filter' },
      { file: `${statement}/find-evidence.ts`, find: "  if (!listed.ok) return listed.reason === 'not-found' ? 'missing' : 'unavailable'\n  const found = listed.value\n", replace: '  const found = (listed.ok ? listed.value : [])\n' },
      { file: `${statement}/find-evidence.ts`, find: "  if (!listed.ok) return listed.reason === 'not-found' ? undefined : 'unavailable'\n  const found = listed.value\n", replace: '  const found = (listed.ok ? listed.value : [])\n' },
    ],
    caughtBy: /it starts empty|it goes on from|parked, although/,
    seedHint: 2,
  },
  {
    name: 'missing-state-is-tried-for-ever',
    breaks: 'State that is not there any more parks the statement, with the reason.',
    patches: [{ file: `${planner}/statement/decide-restore.ts`, find: "&& intent.resolution !== 'run-again') return missing(", replace: "&& intent.resolution === undefined && intent.failures < 0) return missing(" }],
    caughtBy: /not as it shall be .*it does not run/,
    seedHint: 3,
  },
  {
    name: 'fresh-job-id-on-retry',
    breaks: 'A submit whose outcome is not known is repeated under the same job id.',
    patches: [{
      file: `${planner}/statement/plan-insert.ts`,
      find: `    intent: { needsGateway: true },
    status: { waitingFor: world.statement.status.waitingFor },`,
      replace: `    intent: { needsGateway: true, generation: { ...generation, generation: generation.generation + 1, jobId: world.fresh.jobId, createdAtMs: world.nowMs } },
    status: { waitingFor: world.statement.status.waitingFor },`,
    }],
    caughtBy: /was made while|runs beside|two living jobs/,
    seedHint: 2,
  },
  {
    name: 'act-before-commit',
    breaks: 'Every effect has a name that was written before.',
    patches: [{
      file: `${statement}/pass-statement.ts`,
      find: '  const committed = await deps.store.commitStatement(lease, {',
      replace: `  for (const action of plan.actions) if (action.kind === 'submit') await executeAction(action, { ...statement, observed, intent: plan.intent }, lease, deps)
  const committed = await deps.store.commitStatement(lease, {`,
    }],
    caughtBy: /under an id that was never written/,
    seedHint: 1,
  },
  {
    name: 'unknown-end-runs-again',
    breaks: 'A bounded statement whose end is unknown does not run again by itself.',
    patches: [{ file: `${planner}/statement/decide-restore.ts`, find: 'observed.prepared?.bounded === true && mayHaveRun', replace: 'observed.prepared?.bounded === true && (observed.listed?.atMs ?? 0) < 0 && mayHaveRun' }],
    caughtBy: /it runs again by itself/,
    seedHint: 49,
  },
  {
    name: 'sent-job-forgotten',
    breaks: 'A job that may have been sent may have run to its end.',
    patches: [{ file: `${statement}/actions/submit.ts`, find: '  if (statement.observed.sent?.generation === sent.generation) return undefined', replace: '  return undefined' }],
    caughtBy: /it runs again by itself/,
    seedHint: 1062,
  },
  {
    name: 'archive-ignored',
    breaks: 'The end of a job is evidenced outside of the memory of its JobManager.',
    patches: [{ file: `${statement}/find-evidence.ts`, find: '    if (end !== undefined) {', replace: "    if (end !== undefined && end.state !== 'FINISHED') {" }],
    caughtBy: /parked, although|it runs again by itself/,
    seedHint: 3,
  },
  {
    name: 'query-runs-again',
    breaks: 'Rows of a query cannot be taken back, so it runs once.',
    patches: [{ file: `${planner}/statement/plan-ended.ts`, find: "  if (statement.class === 'query') return queryLost(world)", replace: "  if (statement.class === 'query') return (observed.spoolComplete === true && observed.spoolFailure === undefined) || statement.spec.stopped ? queryLost(world) : planStart(withBackoff(world), undefined)" }],
    caughtBy: /a query runs a second time/,
    seedHint: 8,
  },
  {
    name: 'running-unseen',
    breaks: 'RUNNING is not claimed for a job that cannot be seen.',
    patches: [{ file: `${planner}/statement/plan-insert.ts`, find: "  world.statement.status.phase === 'RUNNING' ? { phase: 'PENDING' as const } : {}", replace: "  world.statement.status.phase === 'RUNNING' ? { phase: 'RUNNING' as const } : {}" }],
    caughtBy: /RUNNING is claimed/,
    seedHint: 1,
  },
  {
    name: 'failed-call-not-repeated',
    breaks: 'What failed is tried again within a bound.',
    patches: [{ file: `${planner}/statement/plan-on-gateway.ts`, find: '    actions: [action(gateway.endpoint)],\n    wakeAfterMs: 1_000,', replace: '    actions: [action(gateway.endpoint)],\n    wakeAfterMs: undefined as never,' }],
    caughtBy: /nobody looked|not as it shall be|for \d+ ms it is shown/,
    seedHint: 8,
  },
]
