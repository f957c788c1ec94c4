import type { SqlGatewayPort } from '@headgate/ports'

const statements = [
  "CREATE TEMPORARY TABLE warm_source (id BIGINT, name STRING, at_time AS PROCTIME()) WITH ('connector' = 'datagen')",
  "CREATE TEMPORARY TABLE warm_sink (name STRING, window_end TIMESTAMP(3), n BIGINT) WITH ('connector' = 'blackhole')",
]
const explain = `EXPLAIN INSERT INTO warm_sink SELECT name, window_end, COUNT(*) FROM TABLE(
  TUMBLE(TABLE warm_source, DESCRIPTOR(at_time), INTERVAL '1' MINUTE)) WHERE id > 0 GROUP BY name, window_start, window_end`
const pagesMax = 4_000

/** Lets a fresh gateway plan once, so that the first statement of a user does not wait for classes. True: it planned. Runs nothing. */
export async function warmGateway(gateway: SqlGatewayPort, endpoint: string): Promise<boolean> {
  const session = await gateway.openSession(endpoint, { name: 'warm-up', properties: {} })
  if (!session.ok) return false
  try {
    for (const statement of statements) if (!(await gateway.configure(endpoint, session.value, statement)).ok) return false
    const operation = await gateway.execute(endpoint, session.value, { statement: explain })
    if (!operation.ok) return false
    for (let page = 0; page < pagesMax; page++) {
      const told = await gateway.fetchPage(endpoint, session.value, operation.value, 0)
      if (!told.ok) return false
      if (told.value.state !== 'not-ready') return told.value.rows.length > 0
    }
    return false
  } finally {
    await gateway.closeSession(endpoint, session.value)
  }
}
