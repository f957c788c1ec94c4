import { startKafka } from '@headgate/testbed'
import type { TestKafka } from '@headgate/testbed'
import pg from 'pg'
import { eventually } from './eventually.ts'
import { startInstance } from './start-instance.ts'
import type { Instance, InstanceOptions } from './start-instance.ts'

/**
 * A keyed aggregate over counted input: messages of a Kafka topic, counted by key into a table of Postgres. State that is lost shows as
 * counts that are too small, input that is read twice into the same state as counts that are too large.
 */
export interface CountedTotals {
  instance: Instance
  kafka: TestKafka
  /** The statement to create; every statement that runs it writes the same table. */
  sql: string
  sent(): number
  send(count: number): Promise<void>
  /** Waits until the counts are what was sent, of each key, and fails when they are more. */
  expectExact(what: string): Promise<void>
  end(): Promise<void>
}

const keys = 7

export async function startCountedTotals(options: InstanceOptions = {}): Promise<CountedTotals> {
  const kafka = await startKafka()
  await kafka.createTopic('clicks', { partitions: 2 })
  const instance = await startInstance(options)
  const database = new pg.Client({ connectionString: instance.dev.playground.url })
  await database.connect()
  await database.query('CREATE TABLE totals (k INT PRIMARY KEY, n BIGINT, last BIGINT)')
  const { user } = instance
  const { organizationId, environmentId } = user.connection
  const connect = async (name: string, type: string, endpoint: string, data: Record<string, string>) => {
    const answer = await user.request('POST', `/sql/v1/organizations/${organizationId}/environments/${environmentId}/connections`, {
      name, spec: { connection_type: type, endpoint, auth_data: { kind: 'PlaintextProvider', data: JSON.stringify(data) } },
    })
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body))
  }
  const { playground } = instance.dev
  await connect('broker', 'KAFKA', kafka.bootstrapServers, {})
  await connect('warehouse', 'JDBC', playground.jdbcUrl, { USERNAME: playground.user, PASSWORD: playground.password })
  await user.run(`CREATE TABLE clicks (k INT, n BIGINT) WITH ('connector' = 'kafka', 'connection' = 'broker', 'topic' = 'clicks', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset')`)
  await user.run(`CREATE TABLE totals (k INT, n BIGINT, \`last\` BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'jdbc', 'connection' = 'warehouse', 'table-name' = 'totals',
    'sink.buffer-flush.interval' = '200 ms')`)
  let count = 0
  return {
    instance,
    kafka,
    sql: 'INSERT INTO totals SELECT k, COUNT(*), MAX(n) FROM clicks GROUP BY k',
    sent: () => count,
    async send(more) {
      await kafka.produce('clicks', Array.from({ length: more }, (_, index) => ({ value: JSON.stringify({ k: (count + index) % keys, n: count + index }) })))
      count += more
    },
    async expectExact(what) {
      const wanted = Array.from({ length: keys }, (_, key) => Math.ceil((count - key) / keys))
      await eventually(
        `counts of ${count} messages ${what}`,
        async () => {
          const { rows } = await database.query<{ k: number; n: string }>('SELECT k, n FROM totals ORDER BY k')
          const found = rows.map((row) => Number(row.n))
          if (found.length === keys && found.every((each, key) => each === wanted[key])) return true
          throw new Error(`found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`)
        },
        120_000,
      )
    },
    async end() {
      await database.end().catch(() => undefined)
      await instance.end()
      await kafka.stop()
    },
  }
}
