import { readFlinkEndpoints } from '../instance/flink-endpoints.ts'
import { startInstance } from '../instance/start-instance.ts'
import type { ApiClient } from '../instance/api-client.ts'
import { createRawGateway, pollPauseMs } from '../raw/raw-gateway.ts'
import type { RawGateway } from '../raw/raw-gateway.ts'
import { renderComparison } from '../report/render-comparison.ts'
import { interleave, pause } from '../stats/interleave.ts'
import type { Benchmark } from './benchmark.ts'

const rowsOfMany = 200_000
/** Rows at once, so that what is measured is the way and not the source. */
const quickTable = "CREATE TABLE quick (id BIGINT, name STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '100000', 'fields.name.length' = '20')"
const manyTable = `CREATE TABLE many (id BIGINT, name STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '10000000', 'number-of-rows' = '${rowsOfMany}', 'fields.name.length' = '20')`
/** With Flink's default the first row waits for a checkpoint. */
const asWeDo = { 'execution.checkpointing.mode': 'AT_LEAST_ONCE', 'restart-strategy.type': 'none' }
const quickSql = 'SELECT id, name FROM quick'
const manySql = 'SELECT id, name FROM many'

/** The first row of a query, and the rows per second of a large one, through /results and through the gateway's own pages. */
export const selectBenchmark: Benchmark = {
  name: 'select',
  title: 'SELECT from POST to the first row through /results, beside a raw SQL gateway with one EXPLAIN',
  async run({ rounds = 20, onProgress }) {
    const instance = await startInstance()
    try {
      const { api } = instance
      const raw = createRawGateway(await readFlinkEndpoints(instance.directory))
      await api.define('table-quick', quickTable)
      await api.define('table-many', manyTable)
      const first = await interleave(
        {
          ours: (round) => timeOf(() => firstRow(api, `first-${round + 100}`)),
          theirs: () => timeOf(() => rawFirstRow(raw)),
        },
        { rounds, warmUps: 3, onRound: (round) => round % 5 === 4 && onProgress(`first row: ${round + 1} of ${rounds} rounds`) },
      )
      const manyRounds = Math.max(5, Math.round(rounds / 4))
      const many = await interleave(
        { ours: (round) => rateOf(() => allRows(api, `many-${round + 100}`)), theirs: () => rateOf(() => rawAllRows(raw)) },
        { rounds: manyRounds, warmUps: 1, onRound: (round) => onProgress(`many rows: ${round + 1} of ${manyRounds} rounds`) },
      )
      return [
        renderComparison({ title: selectBenchmark.title, unit: 'ms', goal: 1, ours: { name: 'Headgate', values: first.ours }, theirs: { name: 'raw + EXPLAIN', values: first.theirs } }),
        '',
        renderComparison({
          title: `Rows per second of a result of ${rowsOfMany} rows, from the request to the last row`, unit: 'rows/s', better: 'higher',
          ours: { name: '/results', values: many.ours }, theirs: { name: 'gateway pages', values: many.theirs },
        }),
      ].join('\n')
    } finally {
      await instance.end()
    }
  },
}

/** `work` returns how its traces are removed, which does not count. */
async function timeOf(work: () => Promise<() => Promise<void>>): Promise<number> {
  const startedMs = performance.now()
  const undo = await work()
  const tookMs = performance.now() - startedMs
  await undo()
  return tookMs
}

async function rateOf(work: () => Promise<() => Promise<void>>): Promise<number> {
  return (rowsOfMany / (await timeOf(work))) * 1_000
}

async function firstRow(api: ApiClient, name: string): Promise<() => Promise<void>> {
  await api.create(name, quickSql)
  let next = `${api.statementsUrl}/${name}/results`
  for (;;) {
    const page = await api.results(next)
    if (page.results.data.length > 0) return () => api.remove(name)
    if (!page.metadata.next) throw new Error('The query ended without a row.')
    next = page.metadata.next
    await pause(pollPauseMs)
  }
}

async function rawFirstRow(raw: RawGateway): Promise<() => Promise<void>> {
  const session = await raw.openSession(asWeDo)
  await raw.execute(session, quickTable)
  await raw.execute(session, `EXPLAIN ${quickSql}`)
  const { first, operation } = await raw.execute(session, quickSql)
  for (let page = first; (page.results?.data.length ?? 0) === 0; page = await raw.nextPage(page)) await pause(pollPauseMs)
  return async () => {
    await raw.closeOperation(session, operation)
    await raw.closeSession(session)
  }
}

async function allRows(api: ApiClient, name: string): Promise<() => Promise<void>> {
  await api.create(name, manySql)
  let rows = 0
  for (let next: string | undefined = `${api.statementsUrl}/${name}/results`; next; ) {
    const page: Awaited<ReturnType<ApiClient['results']>> = await api.results(next)
    rows += page.results.data.length
    next = page.metadata.next
    if (page.results.data.length === 0 && next) await pause(pollPauseMs)
  }
  if (rows !== rowsOfMany) throw new Error(`${rows} rows came through /results, not ${rowsOfMany}.`)
  return () => api.remove(name)
}

async function rawAllRows(raw: RawGateway): Promise<() => Promise<void>> {
  const session = await raw.openSession(asWeDo)
  await raw.execute(session, manyTable)
  const { first, operation } = await raw.execute(session, manySql)
  let rows = 0
  for (let page = first; ; page = await raw.nextPage(page)) {
    const count = page.results?.data.length ?? 0
    rows += count
    if (page.resultType === 'EOS') break
    if (count === 0) await pause(pollPauseMs)
  }
  if (rows !== rowsOfMany) throw new Error(`${rows} rows came from the gateway, not ${rowsOfMany}.`)
  return async () => {
    await raw.closeOperation(session, operation)
    await raw.closeSession(session)
  }
}
