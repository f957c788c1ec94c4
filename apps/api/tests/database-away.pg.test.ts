import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countAnswers } from './count-answers.ts'
import { startPostgresLine } from './postgres-line.ts'
import type { PostgresLine } from './postgres-line.ts'
import { startMain } from './start-main.ts'
import type { MainTenant, RunningMain } from './start-main.ts'

let main: RunningMain
let line: PostgresLine
let other: MainTenant
let noise: ChildProcess | undefined
beforeAll(async () => {
  main = await startMain({ through: async (url) => (line = await startPostgresLine(url)).url })
  other = await main.addTenant()
})
afterAll(async () => {
  noise?.kill('SIGKILL')
  await main?.clean()
  await line?.stop()
})

const authOf = ({ apiKey, apiSecret }: MainTenant) => ({ authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}` })

/** A read or a write of a tenant; what it was answered. */
async function ask(tenant: MainTenant, index = 0) {
  const path = `${main.endpoint}/sql/v1/organizations/${tenant.organizationId}/environments/${tenant.environmentId}/statements`
  const headers = { ...authOf(tenant), 'content-type': 'application/json' }
  const response = await (index % 2 === 0 ? fetch(path, { headers }) : fetch(path, { method: 'POST', headers, body: JSON.stringify({ spec: { statement: 'SELECT 1' } }) }))
  await response.arrayBuffer()
  return { status: response.status, retryAfter: response.headers.get('retry-after') }
}

const many = (count: number, tenant: MainTenant) => Promise.all([...Array<number>(count).keys()].map((index) => ask(tenant, index)))
const isRight = ({ status, retryAfter }: { status: number; retryAfter: string | null }) => status === 200 || status === 201 || ((status === 503 || status === 429) && Number(retryAfter) > 0)

async function untilServed(): Promise<void> {
  while ((await ask(main)).status !== 200) await delay(50)
}

describe.each(['cut', 'held'] as const)('while the line to Postgres is %s', (state) => {
  it('many requests are each answered: 503 with Retry-After, never 500; then all is as before, without a restart', { timeout: 180_000 }, async () => {
    expect((await many(30, main)).every(isRight)).toBe(true)
    const under = many(60, main)
    line.set(state)
    const answers = [...(await under), ...(await many(60, main))]
    expect(answers.filter((answer) => !isRight(answer))).toEqual([])
    expect(answers.some(({ status }) => status === 503)).toBe(true)
    expect((await fetch(`${main.endpoint}/health/live`)).status).toBe(200)
    expect((await fetch(`${main.endpoint}/health/ready`)).status).toBe(503)
    line.set('open')
    await untilServed()
    expect((await many(30, main)).map(({ status }) => status).sort()).toEqual([...Array<number>(15).fill(200), ...Array<number>(15).fill(201)])
  })
})

it('a key that sends without end gets 429 and is heard; another key is served all the while', { timeout: 180_000 }, async () => {
  const url = `${main.endpoint}/sql/v1/organizations/${main.organizationId}/environments/${main.environmentId}/statements`
  // In a process of its own: it shall not keep this one busy.
  noise = fork(join(import.meta.dirname, 'make-noise.ts'), [url, authOf(main).authorization, '300'], { execArgv: ['--disable-warning=ExperimentalWarning'] })
  const said = new Promise<{ statuses: Record<string, number>; withoutRetryAfter: number }>((resolve) => noise?.once('message', (message) => resolve(message as never)))
  while (!(await countAnswers(main.endpoint)).some(({ status, count }) => status === 429 && count > 500)) await delay(50)
  for (let index = 0; index < 40; index++) expect([200, 201]).toContain((await ask(other, index)).status)
  noise.send('enough')
  const heard = await said
  expect(heard.withoutRetryAfter).toBe(0)
  expect(Object.keys(heard.statuses).sort()).toEqual(['200', '201', '429'])
  expect((await ask(main)).status).toBe(200)
})

it('none of it was counted as another error of the server', async () => {
  expect((await countAnswers(main.endpoint)).filter(({ status }) => status >= 500 && status !== 503)).toEqual([])
})
