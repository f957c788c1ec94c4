import { allOperations } from '@headgate/contract'
import { runSchemathesis, schemathesisVirtualenv } from '@headgate/testbed'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startMain } from './start-main.ts'
import type { RunningMain } from './start-main.ts'
import { countAnswers } from './count-answers.ts'
import { startStandInLoop } from './stand-in-loop.ts'

/** A run by hand takes more: HEADGATE_OPENAPI_EXAMPLES=200 HEADGATE_OPENAPI_SEEDS=1,2,3. */
const examples = Number(process.env['HEADGATE_OPENAPI_EXAMPLES'] ?? 5)
const seeds = (process.env['HEADGATE_OPENAPI_SEEDS'] ?? '1,2,3').split(',').map(Number)
const timeoutMs = Number(process.env['HEADGATE_OPENAPI_MINUTES'] ?? 10) * 60_000

/** All but the one that the document itself comes from. */
const operationsTried = allOperations.length - 1

let main: RunningMain
let loop: { stop(): Promise<void> }
beforeAll(async () => {
  await schemathesisVirtualenv()
  main = await startMain()
  loop = startStandInLoop({ url: main.postgres.controllerUrl, secretKey: main.secretKey })
})
afterAll(async () => {
  await loop?.stop()
  await main?.clean()
})

/** Each seed has an organization of its own: no run meets the leavings of another. */
async function run(seed: number, phases: readonly ('examples' | 'coverage' | 'fuzzing' | 'stateful')[]) {
  const tenant = await main.addTenant()
  const connection = 'kept-kafka'
  const auth = `Basic ${Buffer.from(`${tenant.apiKey}:${tenant.apiSecret}`).toString('base64')}`
  const parkedStatement = 'parked'
  const make = async (noun: string, body: unknown) => {
    const path = `/sql/v1/organizations/${tenant.organizationId}/environments/${tenant.environmentId}/${noun}`
    const made = await fetch(`${main.endpoint}${path}`, { method: 'POST', headers: { authorization: auth, 'content-type': 'application/json' }, body: JSON.stringify(body) })
    expect(made.status).toBe(201)
  }
  await make('connections', { name: connection, spec: { connection_type: 'KAFKA', endpoint: 'k:9092' } })
  await make('statements', { name: parkedStatement, spec: { statement: 'INSERT INTO t SELECT 1' } })
  const other = await main.addTenant()
  const target = { stranger: { key: other.apiKey, secret: other.apiSecret }, endpoint: main.endpoint, key: tenant.apiKey, secret: tenant.apiSecret, connection, parkedStatement, ...tenant }
  const ended = await runSchemathesis(target, { seed, examples, phases, timeoutMs })
  if (process.env['HEADGATE_OPENAPI_EXAMPLES'] !== undefined) process.stdout.write(`${ended.output}\n`)
  return ended
}

it.each(seeds.map((seed, index) => [seed, index === 0 ? (['examples', 'coverage', 'fuzzing', 'stateful'] as const) : (['fuzzing', 'stateful'] as const)] as const))(
  'seed %i: every answer is as the document says, also to nonsense, and what is deleted is gone',
  async (seed, phases) => {
    const ended = await run(seed, phases)
    expect(ended.failures, ended.output).toEqual([])
    expect(ended, ended.output).toMatchObject({ exitCode: 0, timedOut: false, operations: operationsTried })
    expect(ended.cases).toBeGreaterThan(100)
  },
  timeoutMs + 60_000,
)

it('every operation did its work at least once, and none ended in an error of the server', async () => {
  const answers = await countAnswers(main.endpoint)
  expect(answers.filter(({ status }) => status >= 500)).toEqual([])
  const succeeded = new Set(answers.filter(({ status }) => status < 300).map(({ operation }) => operation))
  expect(allOperations.map(({ operationId }) => operationId).filter((operationId) => !succeeded.has(operationId))).toEqual([])
})
