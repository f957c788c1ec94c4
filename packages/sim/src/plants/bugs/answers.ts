import type { PlantedBug } from '../planted-bug.ts'

const api = 'apps/api/src'
const stores = 'packages/sim/src/fakes/stores'

/** Bugs of what users are told: acknowledged too early, twice, to the wrong one, with a secret. */
export const answerBugs: PlantedBug[] = [
  {
    name: 'create-acknowledged-before-stored',
    breaks: 'What was answered with 2xx is stored.',
    patches: [{ file: `${api}/routes/statements/create.ts`, find: '  const created = await store.createStatement(tenant, draft, keepAnswer(answerTo), ownPool)\n', replace: '  void store.createStatement(tenant, draft, keepAnswer(answerTo), ownPool)\n  const created = { ok: true as const, value: unstored(draft) }\n' }],
    caughtBy: /was accepted and never stored/,
    seedHint: 1,
  },
  {
    name: 'deletion-acknowledged-before-stored',
    breaks: 'What was answered with 2xx is stored.',
    patches: [{ file: `${api}/routes/statements/remove.ts`, find: '  if (!requested.ok) return problemOf(requested, subject)\n', replace: '' }],
    caughtBy: /its deletion was answered/,
    seedHint: 9,
  },
  {
    name: 'idempotency-key-ignored',
    breaks: 'The same Idempotency-Key and body make one object and one answer.',
    patches: [{ file: `${api}/plugins/idempotency.ts`, find: '  if (given === undefined) return run(', replace: '  if (given === undefined || given !== undefined) return run(' }],
    caughtBy: /the same Idempotency-Key was answered/,
    seedHint: 1,
  },
  {
    name: 'idempotency-key-without-its-body',
    breaks: 'Another request under a used Idempotency-Key is refused.',
    patches: [{ file: `${api}/plugins/idempotency.ts`, find: "if (keptHash === requestHash) return", replace: "if (keptHash !== undefined || keptHash === requestHash) return" }],
    caughtBy: /is another one than was asked for|the same Idempotency-Key was answered|the answer holds/,
    seedHint: 2,
  },
  {
    name: 'idempotency-key-of-the-organization',
    breaks: 'Idempotency-Keys of one API key are nothing to another.',
    patches: [{ file: `${api}/plugins/idempotency.ts`, find: '.update(`${caller.keyId} ${given}`)', replace: '.update(`${given}`)' }],
    caughtBy: /of a key that it never used/,
    seedHint: 5,
  },
  {
    name: 'list-without-its-tenant',
    breaks: 'Nothing of one tenant is in anything of another.',
    patches: [{ file: `${stores}/create-fake-api-store.ts`, find: '        .filter((row) => isOf(tenant, row) && !row.dryRun && row.scratch !== true && matches(row, filter))', replace: '        .filter((row) => !row.dryRun && row.scratch !== true && matches(row, filter))' }],
    caughtBy: /the answer holds/,
    seedHint: 1,
  },
  {
    name: 'key-reaches-other-environments',
    breaks: 'A key of one environment reaches no other.',
    patches: [{ file: `${api}/gates/check-reach.ts`, find: "  if (reach.kind === 'region' && environmentId !== reach.environmentId) return missing('environment', environmentId ?? '')\n", replace: '' }],
    caughtBy: /reached another environment/,
    seedHint: 3,
  },
  {
    name: 'secret-in-an-event',
    breaks: 'Secrets are in no event.',
    patches: [{ file: 'packages/planner/src/statement/plan-start.ts', find: "    event: startEvent(generation, restoreFrom, decision.kind === 'empty' ? decision.reason : undefined, why),", replace: "    event: { ...startEvent(generation, restoreFrom, decision.kind === 'empty' ? decision.reason : undefined, why), message: `Starts with ${JSON.stringify(statement.spec.properties)}.` }," }],
    caughtBy: /the secret canary/,
    seedHint: 1,
  },
  {
    name: 'secret-in-an-answer',
    breaks: 'Secrets are in no answer.',
    patches: [{ file: `${api}/render/render-statement.ts`, find: '[key, isSecret(key) ? redacted : value]', replace: "[key, isSecret(key) && value === '' ? redacted : value]" }],
    caughtBy: /the answer holds the secret/,
    seedHint: 1,
  },
  {
    name: 'result-position-not-kept',
    breaks: 'A result holds every row once.',
    patches: [{ file: 'packages/reconcile/src/results/drain-results.ts', find: '      const position = nextToken === undefined ? undefined : String(nextToken)', replace: '      const position = nextToken === undefined ? undefined : String(token)' }],
    caughtBy: /its result (repeats|leaves out)/,
    seedHint: 3,
  },
  {
    name: 'empty-page-is-the-end',
    breaks: 'COMPLETED means that the whole result is there.',
    patches: [{ file: 'packages/reconcile/src/results/drain-results.ts', find: "    if (state === 'end' || (state === 'payload' && nextToken === undefined))", replace: "    if (state === 'end' || (state === 'payload' && rows.length === 0))" }],
    caughtBy: /its result is said to be whole/,
    seedHint: 1,
  },
  {
    name: 'unread-rows-dropped',
    breaks: 'Rows stay until they were read.',
    patches: [{ file: 'packages/reconcile/src/results/drain-results.ts', find: '  if (state.ok && state.value.readUpToChunk > 1) await deps.spool.trim(statement, statement.uid, state.value.readUpToChunk - 1)', replace: '  if (state.ok && state.value.nextChunk > 1) await deps.spool.trim(statement, statement.uid, state.value.nextChunk - 1)' }],
    caughtBy: /were dropped unread/,
    seedHint: 1,
  },
]
