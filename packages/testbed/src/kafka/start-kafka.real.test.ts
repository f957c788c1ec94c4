import { existsSync } from 'node:fs'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startKafka, type TestKafka } from './start-kafka.ts'

let kafka: TestKafka

beforeAll(async () => {
  kafka = await startKafka()
})
afterAll(async () => {
  await kafka?.stop()
})

test('messages go round, over several partitions, with keys and headers', async () => {
  await kafka.createTopic('orders', { partitions: 3 })
  await kafka.produce('orders', [
    { key: 'a', value: 'first', partition: 0, headers: { source: 'test' } },
    { value: 'second', partition: 2 },
    { key: 'c', value: null, partition: 1 },
  ])
  const read = await kafka.consume('orders', { count: 3 })
  expect(read.map(({ partition, key, value }) => ({ partition, key, value }))).toEqual([
    { partition: 0, key: 'a', value: 'first' },
    { partition: 1, key: 'c', value: null },
    { partition: 2, key: null, value: 'second' },
  ])
  expect(read[0]?.headers).toEqual({ source: 'test' })
  expect(await kafka.listTopics()).toContain('orders')
})

// A broker takes some partitions of a young topic and refuses others for a moment: the client then sends all of them again.
test('each message is there once, though the topic is young and has many partitions', async () => {
  await kafka.createTopic('young', { partitions: 60 })
  await kafka.produce('young', Array.from({ length: 60 }, (_, partition) => ({ value: `to ${partition}`, partition })))
  const read = await kafka.consume('young', { count: 60, idleMs: 3_000 })
  expect(read.map((message) => message.value)).toEqual(Array.from({ length: 60 }, (_, partition) => `to ${partition}`))
})

test('a committed transaction is read, an aborted one is not', async () => {
  await kafka.createTopic('ledger')
  await kafka.produce('ledger', [{ value: 'kept 1' }, { value: 'kept 2' }], { transactionalId: 'writer-1' })
  await kafka.produce('ledger', [{ value: 'dropped' }], { transactionalId: 'writer-2', abort: true })
  await kafka.produce('ledger', [{ value: 'kept 3' }], { transactionalId: 'writer-1' })
  const read = await kafka.consume('ledger')
  expect(read.map((message) => message.value)).toEqual(['kept 1', 'kept 2', 'kept 3'])
})

// The client takes aborted transactions in the order of their ends, as brokers list them, unless it is patched.
test('transactions that are aborted in another order than they began are not read', async () => {
  await kafka.createTopic('crossed')
  const client = new Kafka({ brokers: [kafka.bootstrapServers], logLevel: logLevel.NOTHING })
  const producers = ['early', 'late'].map((name) => client.producer({ transactionalId: `crossed-${name}`, idempotent: true, maxInFlightRequests: 1 }))
  await Promise.all(producers.map((producer) => producer.connect()))
  try {
    const [early, late] = [await producers[0]!.transaction(), await producers[1]!.transaction()]
    await early.send({ topic: 'crossed', messages: [{ value: 'dropped 1' }] })
    await early.send({ topic: 'crossed', messages: [{ value: 'dropped 2' }] })
    await late.send({ topic: 'crossed', messages: [{ value: 'dropped 3' }] })
    await late.abort()
    await early.abort()
  } finally {
    await Promise.all(producers.map((producer) => producer.disconnect()))
  }
  await kafka.produce('crossed', [{ value: 'kept' }], { transactionalId: 'crossed-kept' })
  expect((await kafka.consume('crossed')).map((message) => message.value)).toEqual(['kept'])
})

test('after a kill it comes back on the same address with its data', async () => {
  await kafka.createTopic('survivors')
  await kafka.produce('survivors', [{ value: 'before' }])
  const firstPid = kafka.pid()
  await kafka.kill9()
  expect(() => process.kill(firstPid, 0)).toThrow(/ESRCH/)
  await kafka.restart()
  expect(kafka.pid()).not.toBe(firstPid)
  await kafka.produce('survivors', [{ value: 'after' }])
  const read = await kafka.consume('survivors', { count: 2 })
  expect(read.map((message) => message.value)).toEqual(['before', 'after'])
})

test('a topic that was not created is refused', async () => {
  await expect(kafka.produce('absent', [{ value: 'x' }])).rejects.toThrow(/does not host this topic-partition/)
})

test('nothing is left after stop', async () => {
  const short = await startKafka()
  const pid = short.pid()
  await short.stop()
  await short.stop()
  expect(existsSync(`/proc/${pid}`)).toBe(false)
})
