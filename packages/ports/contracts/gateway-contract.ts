import type { ResultRow } from '@headgate/domain'
import { expect, it } from 'vitest'
import type { FlinkUnderTest } from './flink-world.ts'
import { flinkSteps, freshJobId } from './flink-world.ts'
import { refusal, valueOf } from './store-fixtures.ts'

/** What `SqlGatewayPort` promises. `makeFlink` is called once; every test has a session of its own. */
export function gatewayContract(makeFlink: () => Promise<FlinkUnderTest>): void {
  const { world, session, run, insert, job } = flinkSteps(makeFlink)
  const endpoint = () => world().gatewayEndpoint
  const close = async (handle: string) => valueOf(await world().gateway.closeSession(endpoint(), handle))

  /** Starts a SELECT and returns its operation and the token after its first page with rows. */
  const startSelect = async (handle: string, statement: string, jobId: string) => {
    const operation = valueOf(
      await world().gateway.execute(endpoint(), handle, { statement, executionConfig: { '$internal.pipeline.job-id': jobId, 'parallelism.default': '1' } }),
    )
    let token = 0
    const page = await world().wait(async () => {
      const fetched = valueOf(await world().gateway.fetchPage(endpoint(), handle, operation, token))
      if (fetched.state === 'not-ready') return undefined
      const asked = token
      token = fetched.nextToken ?? token
      return fetched.rows.length > 0 ? { ...fetched, asked } : undefined
    }, 'the query brings rows')
    return { operation, page, token }
  }
  const isEnded = (jobId: string) =>
    job(jobId, (each) => each.state === 'CANCELED' || each.state === 'FINISHED', 'the job of the query has ended')

  it('a session that was closed is gone', async () => {
    const handle = await session()
    await close(handle)
    expect(await world().gateway.configure(endpoint(), handle, "SET 'a' = 'b'")).toMatchObject(refusal('not-found'))
    expect(await world().gateway.execute(endpoint(), handle, { statement: 'SHOW TABLES' })).toMatchObject(refusal('not-found'))
    await close(handle)
  })

  it('sessions know nothing of one another', async () => {
    const [one, two] = [await session(), await session()]
    valueOf(await world().gateway.configure(endpoint(), one, "CREATE TABLE mine (id BIGINT) WITH ('connector' = 'blackhole')"))
    expect(await run(two, 'DESCRIBE mine')).toMatchObject(refusal('rejected'))
    await close(one)
    await close(two)
  })

  it('no answer is unavailable', async () => {
    const { gateway, deadEndpoint } = world()
    expect(await gateway.openSession(deadEndpoint, { name: 'contract', properties: {} })).toMatchObject(refusal('unavailable'))
    expect(await gateway.fetchPage(deadEndpoint, 'none', 'none', 0)).toMatchObject(refusal('unavailable'))
  })

  it('runs DDL and tells what became of it', async () => {
    const handle = await session()
    valueOf(await run(handle, "CREATE TABLE orders (id BIGINT NOT NULL, price DECIMAL(10, 2), note STRING) WITH ('connector' = 'blackhole')"))
    const described = valueOf(await run(handle, 'DESCRIBE orders'))
    expect(described.rows.map(({ row }) => row[0])).toEqual(['id', 'price', 'note'])
    expect(described.rows.map(({ row }) => row[1])).toEqual(['BIGINT', 'DECIMAL(10, 2)', 'STRING'])
    expect(described.rows.map(({ row }) => String(row[2]).toUpperCase())).toEqual(['FALSE', 'TRUE', 'TRUE'])
    expect(described.columns.map((column) => column.name).slice(0, 3)).toEqual(['name', 'type', 'null'])
    const shown = valueOf(await run(handle, 'SHOW CREATE TABLE orders'))
    expect(shown.rows).toHaveLength(1)
    expect(String(shown.rows[0]?.row[0])).toMatch(/CREATE TABLE `\w+`\.`\w+`\.`orders` \(\s+`id` BIGINT NOT NULL,/)
    expect(await run(handle, "CREATE TABLE orders (id BIGINT) WITH ('connector' = 'blackhole')")).toMatchObject(refusal('rejected'))
    valueOf(await run(handle, 'DROP TABLE orders'))
    expect(await run(handle, 'DESCRIBE orders')).toMatchObject(refusal('rejected'))
    await close(handle)
  })

  it('a refusal says what and where, without a stack trace', async () => {
    const handle = await session()
    for (const [statement, expected] of [
      ['SELECT id FROM nope', /nope/],
      ['SELECT wrong FROM numbers', /wrong/],
      ['SELEC id FROM numbers', /./],
      ['INSERT INTO nothing SELECT id, id FROM numbers', /nothing/],
    ] as const) {
      const answer = await run(handle, statement)
      expect(answer, statement).toMatchObject(refusal('rejected'))
      if (answer.ok) continue
      expect(answer.message, statement).toMatch(expected)
      expect(answer.message, statement).not.toMatch(/\n\s+at |org\.apache\./)
    }
    expect(await world().gateway.configure(endpoint(), handle, 'USE CATALOG nope')).toMatchObject(refusal('rejected'))
    await close(handle)
  })

  it('begins in the catalog and the database that its properties name', async () => {
    const properties = { 'table.builtin-catalog-name': 'env-abc', 'table.builtin-database-name': 'my db' }
    const handle = valueOf(await world().gateway.openSession(endpoint(), { name: 'named', properties }))
    valueOf(await world().gateway.configure(endpoint(), handle, "CREATE TABLE `env-abc`.`my db`.`t` (id BIGINT) WITH ('connector' = 'blackhole')"))
    expect(String(valueOf(await run(handle, 'SHOW CREATE TABLE t')).rows[0]?.row[0])).toContain('CREATE TABLE `env-abc`.`my db`.`t` (')
    await close(handle)
  })

  it('explains', async () => {
    const handle = await session()
    const explained = valueOf(await run(handle, 'EXPLAIN CHANGELOG_MODE SELECT id, COUNT(*) FROM numbers GROUP BY id'))
    expect(explained.rows.map(({ row }) => row.join('')).join('\n')).toMatch(/Optimized Physical Plan[\s\S]*changelogMode=\[I,UA\]/)
    expect(explained.jobId).toBeUndefined()
    await close(handle)
  })

  it('brings all rows of a query that ends, with their types', async () => {
    const handle = await session()
    const jobId = freshJobId()
    const answer = valueOf(await run(handle, 'SELECT id FROM few', { '$internal.pipeline.job-id': jobId, 'parallelism.default': '1' }))
    expect(answer.jobId).toBe(jobId)
    expect(answer.columns).toMatchObject([{ name: 'id', type: { type: 'BIGINT' } }])
    const ids = answer.rows.map(({ op, row }) => [op, row[0]])
    expect(ids.toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual(Array.from({ length: 25 }, (_, index) => [0, String(index + 1)]))
    await close(handle)
  })

  it('reads the last page again, and no older rows', async () => {
    const handle = await session()
    const jobId = freshJobId()
    const { operation, page, token } = await startSelect(handle, 'SELECT id FROM numbers', jobId)
    const again = valueOf(await world().gateway.fetchPage(endpoint(), handle, operation, page.asked))
    expect(again.rows).toEqual(page.rows)
    expect(again.nextToken).toBe(token)
    const next = valueOf(await world().gateway.fetchPage(endpoint(), handle, operation, token))
    if (next.nextToken !== undefined && next.nextToken > token) {
      const old = await world().gateway.fetchPage(endpoint(), handle, operation, page.asked)
      expect(old.ok ? old.value.rows : []).toEqual([])
    }
    valueOf(await world().gateway.closeOperation(endpoint(), handle, operation))
    await isEnded(jobId)
    await close(handle)
  })

  it('closing a query ends its job, and so does closing its session', async () => {
    const handle = await session()
    const [one, two] = [freshJobId(), freshJobId()]
    const { operation } = await startSelect(handle, 'SELECT id FROM numbers', one)
    valueOf(await world().gateway.closeOperation(endpoint(), handle, operation))
    await isEnded(one)
    await startSelect(handle, 'SELECT id FROM numbers', two)
    await close(handle)
    await isEnded(two)
  })

  it('tells what a row does to the result', async () => {
    const handle = await session()
    const jobId = freshJobId()
    const rows: ResultRow[] = []
    const { operation, page, token } = await startSelect(handle, 'SELECT COUNT(*) AS total FROM numbers', jobId)
    rows.push(...page.rows)
    let at = token
    await world().wait(async () => {
      const fetched = valueOf(await world().gateway.fetchPage(endpoint(), handle, operation, at))
      rows.push(...fetched.rows)
      at = fetched.nextToken ?? at
      return rows.length >= 5 ? true : undefined
    }, 'the count was updated')
    expect(rows.slice(0, 5)).toEqual([
      { op: 0, row: ['1'] }, { op: 1, row: ['1'] }, { op: 2, row: ['2'] }, { op: 1, row: ['2'] }, { op: 2, row: ['3'] },
    ])
    await close(handle)
    await isEnded(jobId)
  })

  it('a job id can be used once; the job outlives its session', async () => {
    const { jobId } = await insert('INSERT INTO nothing SELECT id FROM numbers')
    await job(jobId, (each) => each.state === 'RUNNING', 'the job runs on')
    const handle = await session()
    const again = await run(handle, 'INSERT INTO nothing SELECT id FROM numbers', { '$internal.pipeline.job-id': jobId })
    expect(again).toMatchObject(refusal('conflict'))
    valueOf(await world().flink.cancelJob(world().jobManagerEndpoint, jobId))
    await job(jobId, (each) => each.state === 'CANCELED', 'the job is cancelled')
    expect(await run(handle, 'SELECT id FROM numbers', { '$internal.pipeline.job-id': jobId })).toMatchObject(refusal('conflict'))
    await close(handle)
  })

  it('compiles a plan once and runs it', async () => {
    const handle = await session()
    const directoryUri = `${world().directoryUri}/plans`
    await world().ensureDirectory(directoryUri)
    const planUri = `${directoryUri}/${freshJobId()}.json`
    const names = { 'table.plan.compile.catalog-objects': 'IDENTIFIER' }
    valueOf(await run(handle, `COMPILE PLAN '${planUri}' FOR INSERT INTO nothing SELECT id FROM numbers`, names))
    expect(await world().exists(planUri)).toBe(true)
    expect(await run(handle, `COMPILE PLAN '${planUri}' FOR INSERT INTO nothing SELECT id FROM nope`, names)).toMatchObject(refusal('rejected'))
    await close(handle)
    const { jobId } = await insert(`EXECUTE PLAN '${planUri}'`, { 'pipeline.max-parallelism': '720' })
    await job(jobId, (each) => each.allTasksRunning, 'the compiled plan runs')
    valueOf(await world().flink.cancelJob(world().jobManagerEndpoint, jobId))
    await job(jobId, (each) => each.state === 'CANCELED', 'the job is cancelled')
  })
}
