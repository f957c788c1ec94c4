import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kafka, logLevel, Partitioners } from 'kafkajs'
import { freePorts } from '../free-ports.ts'
import { waitUntil } from '../wait-until.ts'
import { consumeTopic, type ConsumedMessage, type ConsumeOptions } from './consume-topic.ts'
import { startKafkaProcess } from './kafka-process.ts'
import { resolveKafkaJars } from './resolve-kafka-jars.ts'

/** One message to write. Without `partition` the key decides. */
export interface KafkaMessage {
  key?: string
  value: string | null
  partition?: number
  headers?: Record<string, string>
}

/** A real broker of one test. */
export interface TestKafka {
  /** `<host>:<port>`; stays the same over `kill9` and `restart`. */
  bootstrapServers: string
  /** Of the broker that runs now. */
  pid(): number
  /** Creates a topic and waits until its partitions have a leader. Default: one partition. */
  createTopic(name: string, options?: { partitions?: number; config?: Record<string, string> }): Promise<void>
  /** The names of all topics but internal ones. */
  listTopics(): Promise<string[]>
  /**
   * Writes and waits for the broker's answer. In a transaction if `transactionalId` is given: committed, or aborted with `abort`. `quickToFail`: gives up on a broker that
   * is away within some seconds, instead of a minute or two.
   */
  produce(topic: string, messages: readonly KafkaMessage[], options?: { transactionalId?: string; abort?: boolean; quickToFail?: boolean }): Promise<void>
  /** Reads from the beginning, committed messages only, until `count` are there or nothing new came for `idleMs`. */
  consume(topic: string, options?: ConsumeOptions): Promise<ConsumedMessage[]>
  /** Kills the broker as a crash would. Its data stays for `restart`. */
  kill9(): Promise<void>
  /** Starts the broker again, on the same data and ports, after `kill9`. */
  restart(): Promise<void>
  /** Ends the broker; removes its directory if `startKafka` made it. May be called twice. */
  stop(): Promise<void>
}

/**
 * Starts a real Kafka 4.1.1 broker on free ports of the loopback: one node, transactions possible, topics only where created. Needs Java and, for the
 * first time, Maven. Takes about 10 s.
 * @param options.host an address of this machine that others shall reach it at; default the loopback.
 * @param options.directory where data, configuration and `broker.log` go; default a private temporary directory, removed by `stop`.
 */
export async function startKafka(options: { directory?: string; host?: string } = {}): Promise<TestKafka> {
  const jars = await resolveKafkaJars()
  if (options.directory !== undefined) await mkdir(options.directory, { recursive: true })
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'headgate-kafka-')))
  const [brokerPort, controllerPort] = (await freePorts(2)) as [number, number]
  const host = options.host ?? '127.0.0.1'
  const launch = () => startKafkaProcess({ directory, jars, host, brokerPort, controllerPort })
  let broker = await launch()
  const common = { clientId: 'headgate-testbed', brokers: [`${host}:${brokerPort}`], logLevel: logLevel.NOTHING }
  const client = new Kafka({ ...common, retry: { initialRetryTime: 100, retries: 12 } })
  const impatientClient = new Kafka({ ...common, requestTimeout: 3_000, connectionTimeout: 3_000, retry: { initialRetryTime: 100, retries: 1 } })
  const withAdmin = async <T>(work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> => {
    const admin = client.admin()
    await admin.connect()
    try {
      return await work(admin)
    } finally {
      await admin.disconnect()
    }
  }

  return {
    bootstrapServers: `${host}:${brokerPort}`,
    pid: () => broker.pid,
    createTopic: async (name, { partitions = 1, config = {} } = {}) => {
      const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }))
      await withAdmin(async (admin) => {
        await admin.createTopics({ waitForLeaders: false, topics: [{ topic: name, numPartitions: partitions, replicationFactor: 1, configEntries }] })
        await waitUntil(`topic ${name} has leaders`, 30_000, async () => {
          const metadata = await admin.fetchTopicMetadata({ topics: [name] }).catch(() => undefined)
          const known = metadata?.topics[0]?.partitions ?? []
          return (known.length === partitions && known.every((partition) => partition.leader >= 0)) || undefined
        })
      })
    },
    listTopics: async () => await withAdmin(async (admin) => (await admin.listTopics()).filter((name) => !name.startsWith('__')).toSorted()),
    produce: async (topic, messages, { transactionalId, abort = false, quickToFail = false } = {}) => {
      // Idempotent: a broker that refuses one partition (a young topic) gets all of them again, and must know those that it took.
      const identity = { idempotent: true, maxInFlightRequests: 1, ...(transactionalId === undefined ? {} : { transactionalId }) }
      const producer = (quickToFail ? impatientClient : client).producer({ createPartitioner: Partitioners.DefaultPartitioner, ...identity })
      await producer.connect()
      try {
        const record = { topic, messages: messages.map((message) => ({ ...message })) }
        if (transactionalId === undefined) {
          await producer.send(record)
          return
        }
        const transaction = await producer.transaction()
        await transaction.send(record)
        await (abort ? transaction.abort() : transaction.commit())
      } finally {
        await producer.disconnect()
      }
    },
    consume: async (topic, consumeOptions) => await consumeTopic(client, topic, consumeOptions),
    kill9: async () => await broker.kill9(),
    restart: async () => {
      await broker.stop()
      broker = await launch()
    },
    stop: async () => {
      await broker.stop()
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}
