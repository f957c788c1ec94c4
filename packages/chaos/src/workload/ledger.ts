import type { ApiUser } from '@headgate/e2e'
import type { TestKafka } from '@headgate/testbed'

/** The topics and tables of one try at a cell. */
export interface Ledger {
  /** Ends the names of everything that belongs to it. */
  suffix: string
  inTopic: string
  outTopic: string
  /** The INSERT. */
  insertName: string
  insertSql: string
  selectSql: string
}

/** Records of one key; each key lives in one partition. */
export const keys = 4
export const partitions = 2

/**
 * Makes two topics and two tables. The INSERT numbers the records of each key: lost or doubled state shows as a gap or a repeat in the numbers, lost or doubled
 * records show as ids. It holds keyed state and sends records over the network between two tasks, so that checkpoints have something to do.
 */
export async function makeLedger(user: ApiUser, kafka: TestKafka, suffix: string): Promise<Ledger> {
  const inTopic = `in_${suffix}`
  const outTopic = `out_${suffix}`
  const define = async (sql: string) => await user.waitFor((await user.create(sql)).name, ['COMPLETED'], 300_000)
  await Promise.all([kafka.createTopic(inTopic, { partitions }), kafka.createTopic(outTopic, { partitions })])
  await Promise.all([
    define(`CREATE TABLE ${inTopic} (id BIGINT, k INT, p AS PROCTIME()) WITH
      ('connector' = 'kafka', 'connection' = 'broker', 'topic' = '${inTopic}', 'format' = 'json', 'scan.startup.mode' = 'earliest-offset')`),
    define(`CREATE TABLE ${outTopic} (id BIGINT, k INT, nth BIGINT) WITH
      ('connector' = 'kafka', 'connection' = 'broker', 'topic' = '${outTopic}', 'format' = 'json', 'sink.delivery-guarantee' = 'exactly-once')`),
  ])
  return {
    suffix,
    inTopic,
    outTopic,
    insertName: `insert-${suffix.replaceAll('_', '-')}`,
    insertSql: `INSERT INTO ${outTopic} SELECT id, k, COUNT(*) OVER (PARTITION BY k ORDER BY p ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM ${inTopic}`,
    selectSql: `SELECT id, k FROM ${inTopic}`,
  }
}
