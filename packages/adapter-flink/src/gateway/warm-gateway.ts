import type { SqlGatewayPort } from '@headgate/ports'

const tables = [
  "CREATE TABLE warm_source (k INT, seen TIMESTAMP_LTZ(3), WATERMARK FOR seen AS seen) WITH ('connector' = 'datagen')",
  "CREATE TABLE warm_sink (closed TIMESTAMP(3), k INT, n BIGINT) WITH ('connector' = 'blackhole')",
]
const explain =
  'EXPLAIN CHANGELOG_MODE INSERT INTO warm_sink SELECT window_end, k, COUNT(*) FROM ' +
  "TUMBLE(TABLE warm_source, DESCRIPTOR(seen), INTERVAL '1' SECOND) GROUP BY window_start, window_end, k"

/** Plans one statement on a fresh gateway, which loads the planner's classes: the first statement of a user is then as quick as the tenth. */
export async function warmGateway(gateway: SqlGatewayPort, endpoint: string, sleep: (delayMs: number) => Promise<void>): Promise<boolean> {
  const session = await gateway.openSession(endpoint, { name: 'warm-up', properties: {} })
  if (!session.ok) return false
  try {
    for (const table of tables) {
      const made = await gateway.configure(endpoint, session.value, table)
      if (!made.ok) return false
    }
    const operation = await gateway.execute(endpoint, session.value, { statement: explain })
    if (!operation.ok) return false
    for (let tries = 0; tries < 600; tries++) {
      const page = await gateway.fetchPage(endpoint, session.value, operation.value, 0)
      if (!page.ok) return false
      if (page.value.state !== 'not-ready') return true
      await sleep(100)
    }
    return false
  } finally {
    await gateway.closeSession(endpoint, session.value)
  }
}
