import { randomUUID } from 'node:crypto'
import Fastify from 'fastify'
import pg from 'pg'

/**
 * The other side of `create`, a process of its own: one route, one INSERT per request, and nothing else. It takes the URL of the database from
 * its environment, makes its table anew, and tells its parent where it listens.
 */
const insert = `INSERT INTO bare_statement (organization_id, environment_id, uid, name, sql, properties, compute_pool_id, principal, stopped, labels, created_at_ms)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

interface Body {
  name: string
  organization_id: string
  environment_id: string
  spec: { statement: string; properties: Record<string, string>; compute_pool_id: string; principal: string; stopped: boolean }
}

// As many connections as the API has.
const pool = new pg.Pool({ connectionString: process.env['BARE_DATABASE_URL'], max: 12 })
await pool.query(`DROP TABLE IF EXISTS bare_statement`)
await pool.query(`CREATE TABLE bare_statement (
  organization_id TEXT NOT NULL, environment_id TEXT NOT NULL, uid UUID PRIMARY KEY, name TEXT NOT NULL, sql TEXT NOT NULL, properties JSONB NOT NULL,
  compute_pool_id TEXT NOT NULL, principal TEXT NOT NULL, stopped BOOLEAN NOT NULL, labels JSONB NOT NULL, created_at_ms BIGINT NOT NULL,
  UNIQUE (organization_id, environment_id, name))`)

const app = Fastify({ logger: false })
app.post<{ Body: Body }>('/statements', async ({ body }, reply) => {
  const { spec } = body
  const uid = randomUUID()
  const nowMs = Date.now()
  const values = [
    body.organization_id, body.environment_id, uid, body.name, spec.statement, JSON.stringify(spec.properties), spec.compute_pool_id, spec.principal, spec.stopped, '{}', nowMs,
  ]
  await pool.query({ name: 'insert', text: insert, values })
  return reply.code(201).send({ ...body, metadata: { uid, created_at: new Date(nowMs).toISOString() } })
})
const address = await app.listen({ host: '127.0.0.1', port: 0 })
process.on('disconnect', () => process.exit(0))
process.send?.({ address })
