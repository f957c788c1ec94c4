import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKafka } from '@headgate/testbed'
import type { TestKafka } from '@headgate/testbed'
import { createCountedCopies, startInstance } from '../src/index.ts'
import type { CountedCopies, Instance } from '../src/index.ts'

/** From a Kafka topic to a Kafka topic, exactly once, whatever dies in between. */
let kafka: TestKafka
let instance: Instance
let copies: CountedCopies

beforeAll(async () => {
  kafka = await startKafka()
  copies = createCountedCopies(kafka, 180_000)
  await kafka.createTopic('orders', { partitions: 2 })
  await kafka.createTopic('copies', { partitions: 2 })
  instance = await startInstance()
}, 600_000)

afterAll(async () => {
  await instance?.end()
  await kafka?.stop()
}, 120_000)

const send = (count: number): Promise<void> => copies.send(count)
const expectExactlyOnce = (what: string): Promise<void> => copies.expectExactlyOnce(what)

describe('Kafka to Kafka', () => {
  it('a connection carries the address; the INSERT copies exactly once', async () => {
    const { user } = instance
    const { organizationId, environmentId } = user.connection
    const created = await user.request('POST', `/sql/v1/organizations/${organizationId}/environments/${environmentId}/connections`, {
      name: 'broker',
      spec: { connection_type: 'KAFKA', endpoint: kafka.bootstrapServers, auth_data: { kind: 'PlaintextProvider', data: '{}' } },
    })
    expect(created.status).toBe(201)
    await user.run(`CREATE TABLE orders (id BIGINT, name STRING) WITH
      ('connector' = 'kafka', 'connection' = 'broker', 'topic' = 'orders', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset')`)
    await user.run(`CREATE TABLE copies (id BIGINT, name STRING) WITH
      ('connector' = 'kafka', 'connection' = 'broker', 'topic' = 'copies', 'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once')`)
    await send(2_000)
    await user.run('INSERT INTO copies SELECT id, name FROM orders', { name: 'copier' })
    await expectExactlyOnce('at first')
  }, 300_000)

  it('stays so across stop and resume, and tells the offsets where it stopped', async () => {
    await instance.user.stop('copier')
    const stopped = await instance.user.waitFor('copier', ['STOPPED'])
    expect(stopped.status.latest_offsets?.['orders']).toMatch(/partition:0,offset:\d+;partition:1,offset:\d+/)
    await send(2_000)
    await instance.user.resume('copier')
    await instance.user.waitFor('copier', ['RUNNING'])
    await expectExactlyOnce('after stop and resume')
  }, 300_000)

  for (const role of ['taskmanager', 'jobmanager'] as const) {
    it(`stays so across kill -9 of the ${role}`, async () => {
      await send(1_000)
      expect(await instance.dev.killWorkers(role)).toBeGreaterThan(0)
      await send(1_000)
      await expectExactlyOnce(`after the loss of the ${role}`)
      await instance.user.waitFor('copier', ['RUNNING'], 180_000)
    }, 400_000)
  }

  it('stays so across kill -9 of everything', async () => {
    await send(1_000)
    await instance.dev.killEverything()
    await send(1_000)
    await instance.restart()
    await instance.user.waitFor('copier', ['RUNNING'], 180_000)
    await expectExactlyOnce('after kill -9 of everything')
  }, 400_000)

  it('a snapshot query reads up to the latest offset and ends', async () => {
    const [row] = await instance.user.snapshot('SELECT COUNT(*), COUNT(DISTINCT id) FROM orders')
    expect(row).toEqual([String(copies.sent()), String(copies.sent())])
  }, 200_000)
})
