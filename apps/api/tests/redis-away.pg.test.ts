import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startMain } from './start-main.ts'
import type { RunningMain } from './start-main.ts'

let main: RunningMain
beforeAll(async () => {
  // Nobody listens on port 1.
  main = await startMain({ env: { HEADGATE_QUEUE_URL: 'redis://user:canary-redis@127.0.0.1:1' } })
})
afterAll(async () => {
  await main?.clean()
})

it('without its Redis the API is ready, takes statements, says what is wrong in a few lines, and ends when it is told to', async () => {
  expect((await fetch(`${main.endpoint}/health/ready`)).status).toBe(200)
  const path = { organization_id: main.organizationId, environment_id: main.environmentId }
  const statements = '/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements'
  const created = await Promise.all([...Array<number>(40).keys()].map((index) => main.client.POST(statements, { params: { path }, body: { name: `s${index}`, spec: { statement: 'SELECT 1' } } })))
  expect(created.map(({ response }) => response.status)).toEqual(Array<number>(40).fill(201))
  main.child.kill('SIGTERM')
  expect(await main.ended).toBe(0)
  const lines = (await readFile(main.logFile, 'utf8')).split('\n').filter((line) => line.includes('Redis is away') || line.includes('ECONNREFUSED'))
  expect(lines.join()).toContain('the scan will find its key')
  expect(lines.length).toBeLessThan(6)
  expect(await readFile(main.logFile, 'utf8')).not.toContain('canary-redis')
})

it('a URL of the queue that leads nowhere ends it at once, with the name of the setting and no password', async () => {
  await expect(startMain({ env: { HEADGATE_QUEUE_URL: 'http://user:canary-redis@redis.example.com' } })).rejects.toThrow(/^HEADGATE_QUEUE_URL (?!.*canary-redis)/)
})
