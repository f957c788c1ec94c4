import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually, startInstance } from '../src/index.ts'
import type { ApiUser, Instance } from '../src/index.ts'

/**
 * Bounded INSERTs whose JobManager is killed around their ends. Several at once, which end a moment after each other: one kill meets
 * each of them at another point of its end. What was published once must not be published again, whatever was recorded of the end.
 */
const together = 6
const rowsOf = (index: number) => 80 + 10 * index
let instance: Instance
let user: ApiUser

beforeAll(async () => {
  instance = await startInstance()
  user = instance.user
  await user.run('CREATE TABLE landed (id STRING, n BIGINT)')
  for (let index = 0; index < together; index++) {
    const rows = rowsOf(index)
    await user.run(
      `CREATE TABLE numbers_${index} (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '40', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '${rows}')`,
    )
  }
}, 600_000)

afterAll(() => instance?.end(), 120_000)

const isParked = async (name: string) => (await user.read(name)).status.warnings?.some(({ reason }) => reason === 'PARKED') === true

describe('the end of a bounded INSERT', () => {
  for (const [round, afterMs] of [0, 900, 1_800].entries()) {
    it(`is met by kill -9 of the JobManager ${afterMs} ms after the first one ended: nothing is published twice`, async () => {
      const names = Array.from({ length: together }, (_, index) => `end-${round}-${index}`)
      await Promise.all(names.map((name, index) => user.create(`INSERT INTO landed SELECT '${name}', n FROM numbers_${index}`, { name })))
      await Promise.any(names.map((name) => user.waitFor(name, ['COMPLETED'], 300_000)))
      await delay(afterMs)
      await instance.dev.killWorkers('jobmanager')

      const ends = await Promise.all(
        names.map((name) =>
          eventually(
            `${name} COMPLETED, FAILED or parked`,
            async () => {
              const { phase } = (await user.read(name)).status
              return phase === 'COMPLETED' || phase === 'FAILED' ? phase : (await isParked(name)) ? 'parked' : undefined
            },
            400_000,
          ),
        ),
      )
      const counted = new Map((await user.snapshot(`SELECT id, COUNT(*), COUNT(DISTINCT n) FROM landed WHERE id LIKE 'end-${round}-%' GROUP BY id`)).map(([id, all, distinct]) => [id, [Number(all), Number(distinct)]]))
      for (const [index, name] of names.entries()) {
        const [all = 0, distinct = 0] = counted.get(name) ?? []
        expect(all, `${name} (${ends[index]}) has rows twice`).toBe(distinct)
        if (ends[index] === 'COMPLETED') expect(all, `${name} is COMPLETED`).toBe(rowsOf(index))
        // Files are published at the end of the input as a whole, and that before Flink says so: a parked one has ended or has not. One that went on from a
        // checkpoint of just before does not find its unfinished file any more, which is the published one, and says so.
        else expect([0, rowsOf(index)], `${name} is ${ends[index]}`).toContain(all)
        if (ends[index] === 'FAILED') expect((await user.read(name)).status.detail).toMatch(/File Not Found/)
      }
      for (const [index, name] of names.entries()) {
        if (ends[index] !== 'parked') continue
        const { organizationId, environmentId } = user.connection
        const path = `/headgate/v1/organizations/${organizationId}/environments/${environmentId}/statements/${name}/resolutions`
        expect((await user.request('POST', path, { choice: 'treat-as-complete' })).status).toBeLessThan(300)
        await user.waitFor(name, ['COMPLETED'])
      }
    }, 900_000)
  }
})
