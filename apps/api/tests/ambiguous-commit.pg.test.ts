import { createRandom } from '@headgate/sim'
import { startPostgresProxy } from '@headgate/testbed'
import type { Cut, PassingStatement, PostgresProxy } from '@headgate/testbed'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMain } from './start-main.ts'
import type { RunningMain } from './start-main.ts'

const creates = 2_000
const clients = 6
/** One create of so many crashes the server. */
const crashEvery = 500
const random = createRandom(20_261_125)

let main: RunningMain
let proxy: PostgresProxy
/** What the line was cut at, by what the transaction did and where it was cut. */
const cuts = new Map<string, number>()
let isCutting = false

const doing: [RegExp, string][] = [
  [/INSERT INTO statement/, 'create'], [/INSERT INTO idempotent_answer/, 'reserve'], [/UPDATE idempotent_answer/, 'keep a refusal'],
  [/DELETE FROM idempotent_answer/, 'free'], [/api_key/, 'authenticate'],
]

function choose({ text, transaction }: PassingStatement): Cut | undefined {
  if (!isCutting) return undefined
  const isCommit = /^COMMIT/i.test(text)
  const work = doing.find(([pattern]) => transaction.some((each) => pattern.test(each)))?.[1] ?? 'other'
  // Of what writes, a commit is cut often; everything else now and then.
  const chance = isCommit && work !== 'authenticate' && work !== 'other' ? 0.12 : 0.004
  if (!random.chance(chance)) return undefined
  const cut = random.pick<Cut>(['before', 'at-once', 'after'])
  const name = `${isCommit ? 'COMMIT' : 'another statement'} of ${work}, ${cut}`
  cuts.set(name, (cuts.get(name) ?? 0) + 1)
  return cut
}

beforeAll(async () => {
  main = await startMain({
    through: async (url) => {
      proxy = await startPostgresProxy(url, choose)
      return proxy.url
    },
  })
})
afterAll(async () => {
  await main?.clean()
  await proxy?.stop()
})

interface Answer {
  status: number
  text: string
  code: string | undefined
  isReplayed: boolean
}

async function post(key: string, body: unknown): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${main.endpoint}/sql/v1/organizations/${main.organizationId}/environments/${main.environmentId}/statements`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${main.apiKey}:${main.apiSecret}`).toString('base64')}`, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    const code = response.ok ? undefined : (JSON.parse(text) as { errors: { code: string }[] }).errors[0]?.code
    return { status: response.status, text, code, isReplayed: response.headers.get('idempotent-replayed') === 'true' }
  } catch {
    return undefined
  }
}

/** As a client does it: the same request under the same key, until an answer comes that is one. */
async function postUntilAnswered(key: string, body: unknown): Promise<{ answer: Answer; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    const answer = await post(key, body)
    const isAnswer = answer !== undefined && answer.status !== 503 && !(answer.status === 409 && answer.code === 'idempotency_key_in_use')
    if (isAnswer) return { answer, tries }
    await new Promise((resolve) => setTimeout(resolve, Math.min(20 * tries, 250)))
  }
}

/** Every second statement is named by its client. */
const bodyOf = (index: number) => ({
  ...(index % 2 === 0 ? { name: `order-${index}` } : {}),
  metadata: { labels: { index: String(index) } },
  spec: { statement: `SELECT ${index}`, properties: { 'sql.secrets.token': `t-${index}` } },
})

describe('2,000 creates under an Idempotency-Key while the database is cut and crashes', () => {
  it('none acknowledged is lost, none is there twice, every repetition agrees', { timeout: 420_000 }, async () => {
    const acknowledged = new Map<number, string>()
    const violations: string[] = []
    const counts = { repeated: 0, replayed: 0, reused: 0, crashes: 0 }
    let next = 0
    isCutting = true
    let crash: Promise<void> | undefined
    const worker = async () => {
      while (next < creates) {
        const index = next++
        if (index > 0 && index % crashEvery === 0) {
          await crash
          counts.crashes += 1
          crash = main.postgres.crash()
        }
        const key = `key-${index}`
        const { answer: first, tries } = await postUntilAnswered(key, bodyOf(index))
        if (tries > 1) counts.repeated += 1
        if (first.isReplayed) counts.replayed += 1
        if (first.status !== 201) violations.push(`${key}: ${first.status} ${first.text}`)
        acknowledged.set(index, first.text)
        const { answer: again } = await postUntilAnswered(key, bodyOf(index))
        if (again.text !== first.text || again.status !== first.status || !again.isReplayed) violations.push(`${key}: a repetition says ${again.status} ${again.text}, after ${first.text}`)
        if (index % 4 === 0) {
          const { answer: other } = await postUntilAnswered(key, { ...bodyOf(index), spec: { statement: 'SELECT 0' } })
          if (other.status === 422 && other.code === 'idempotency_key_reused') counts.reused += 1
          else violations.push(`${key}: another body under it is ${other.status} ${other.text}`)
        }
      }
    }
    await Promise.all(Array.from({ length: clients }, worker))
    await crash
    isCutting = false
    expect(violations.slice(0, 5)).toEqual([])
    // A last look, with nothing in the way.
    for (const index of [0, 1, creates - 1]) expect((await post(`key-${index}`, bodyOf(index)))?.text).toBe(acknowledged.get(index))

    const client = new pg.Client({ connectionString: main.postgres.adminUrl })
    await client.connect()
    const { rows } = await client.query<{ index: string; uid: string; name: string; at: string }>(
      `SELECT labels->>'index' AS index, uid, name, created_at_ms AS at FROM statement WHERE organization_id = $1`, [main.organizationId])
    const { rows: work } = await client.query<{ id: string }>(`SELECT id FROM work_item WHERE kind = 'statement'`)
    await client.end()
    const stored = Map.groupBy(rows, (row) => Number(row.index))
    const lost = [...acknowledged].filter(([index, text]) => {
      const said = JSON.parse(text) as { name: string; metadata: { uid: string; created_at: string } }
      const row = stored.get(index)?.[0]
      return row === undefined || row.uid !== said.metadata.uid || row.name !== said.name || Number(row.at) !== Date.parse(said.metadata.created_at)
    })
    const doubled = [...stored].filter(([, each]) => each.length > 1)
    process.stdout.write(`${[
      `creates: ${acknowledged.size}, repeated by their client: ${counts.repeated}, answered by a repetition: ${counts.replayed}, refused for another body: ${counts.reused}, crashes of the server: ${counts.crashes}`,
      ...[...cuts].sort().map(([name, count]) => `  cut at ${name}: ${count}`),
    ].join('\n')}\n`)
    expect(acknowledged.size).toBe(creates)
    expect(lost).toEqual([])
    expect(doubled).toEqual([])
    expect(rows).toHaveLength(creates)
    expect(work).toHaveLength(creates)
    // The test can fail only if it hit what it aims at: answered by a repetition means that the first was stored and nobody heard of it.
    expect(counts.crashes).toBeGreaterThanOrEqual(3)
    for (const where of ['before', 'at-once', 'after']) for (const work of ['create', 'reserve']) expect([where, work, cuts.get(`COMMIT of ${work}, ${where}`) ?? 0]).toSatisfy(([, , count]) => Number(count) >= 20)
    expect(counts.replayed).toBeGreaterThanOrEqual(50)
    expect(counts.reused).toBe(creates / 4)
  })
})
