import { createPostgresStores } from '@headgate/adapter-postgres'
import type { PostgresStores } from '@headgate/adapter-postgres'
import { createRandom } from '@headgate/sim'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/system/system-clock.ts'
import { startMain } from '../start-main.ts'
import type { RunningMain } from '../start-main.ts'
import { ask, comparable, withoutEcho } from './ask.ts'
import { candidatesFor } from './candidates.ts'
import type { Candidate, KeyKind } from './candidates.ts'
import { commonNames, makeProbedTenant } from './probed-tenants.ts'
import type { Ids, ProbedTenant } from './probed-tenants.ts'
import { readPositions } from './read-positions.ts'
import type { Position, ProbedOperation } from './read-positions.ts'

let main: RunningMain
let admin: pg.Client
let stores: PostgresStores[]
let own: ProbedTenant
let others: ProbedTenant[]
let operations: ProbedOperation[]

beforeAll(async () => {
  main = await startMain()
  admin = new pg.Client({ connectionString: main.postgres.adminUrl })
  await admin.connect()
  const urls = { api: main.postgres.apiUrl, controller: main.postgres.controllerUrl, snapshots: main.postgres.snapshotsUrl }
  const open = (role: keyof typeof urls) =>
    createPostgresStores({ url: urls[role], role, secretKey: main.secretKey, clock: systemClock, poolSize: 2 })
  stores = [open('api'), open('controller'), open('snapshots')]
  const [api, controller, snapshots] = stores as [PostgresStores, PostgresStores, PostgresStores]
  let lastMs = systemClock.nowMs() - 3_600_000
  const made = { api, controller, snapshots, dataDirectory: main.dataDirectory, nextMs: () => (lastMs += 1_000) }
  const remove = async (table: string, { organizationId, environmentId }: { organizationId: string; environmentId: string }, column: string, value: string) => {
    await admin.query(`DELETE FROM ${table} WHERE organization_id = $1 AND environment_id = $2 AND ${column} = $3`, [organizationId, environmentId, value])
  }
  const tenants = [await makeProbedTenant(made, remove), await makeProbedTenant(made, remove), await makeProbedTenant(made, remove)]
  own = tenants[0] as ProbedTenant
  others = tenants.slice(1)
  operations = [...(await withReadBodies(readPositions(await (await fetch(`${main.endpoint}/openapi.json`)).json()))), ...patches()]
  // A key that another organization used.
  await probe(operations.find((each) => each.operationId === 'statements.create') as ProbedOperation, others[0] as ProbedTenant, 'cloud', undefined, { idempotencyKey: others[0]?.environments[0].text ?? '' })
}, 240_000)
afterAll(async () => {
  await admin?.end()
  await Promise.all((stores ?? []).map((each) => each.close()))
  await main?.clean()
})

/** What is replaced is sent as it was read. */
async function withReadBodies(found: ProbedOperation[]): Promise<ProbedOperation[]> {
  return await Promise.all(found.map(async (operation) => {
    const reading = found.find((each) => each.method === 'GET' && each.path === operation.path)
    if (operation.method !== 'PUT' || reading === undefined) return operation
    return { ...operation, bodyExample: JSON.parse((await probe(reading, own, 'cloud')).rawText) as unknown }
  }))
}

/** A JSON Patch holds ids where its schema cannot tell. */
function patches(): ProbedOperation[] {
  return [['compute_pool_id', 'pool'], ['principal', 'account']].map(([field, kind]) => ({
    operationId: 'statements.change', method: 'PATCH', path: '/sql/v1/organizations/{organization_id}/environments/{environment_id}/statements/{statement_name}', isPublic: false, isOfEnvironment: true,
    positions: [{ where: 'body', name: `value of ${field}`, keys: [0, 'value'], kinds: [kind as 'pool'], isReference: field === 'compute_pool_id' }],
    bodyType: 'application/json-patch+json', bodyExample: [{ op: 'replace', path: `/spec/${field}`, value: '' }],
  }))
}

/** What a request that creates something calls it, where that is not its name. */
const newNames: Record<string, string> = { 'snapshot-forks.create': 'statement_name', 'snapshot-exports.create': 'destination', 'snapshot-adoptions.create': 'path', 'snapshot-policies.create': 'name|statement_name' }

let requests = 0
/** One request, with names of its own where it creates something, so that only what is probed can stand in its way. */
async function probe(operation: ProbedOperation, tenant: ProbedTenant, key: KeyKind, position?: Position, sent: { value?: string; raw?: string | undefined; idempotencyKey?: string } = {}) {
  requests += 1
  const name = `probe-${String(requests).padStart(5, '0')}`
  const example = operation.method === 'POST' && operation.bodyExample !== undefined ? JSON.parse(JSON.stringify(operation.bodyExample).replaceAll(new RegExp(`"(${newNames[operation.operationId] ?? 'name|display_name'})":"[^"]*"`, 'g'), `"$1":"${name}"`)) as unknown : operation.bodyExample
  const heard = await ask(main.endpoint, {
    operation: { ...operation, bodyExample: example }, own: tenant.environments[0], auth: tenant.keys[key], ...(position === undefined ? {} : { position }),
    ...(sent.value === undefined ? {} : { value: sent.value }), ...(sent.raw === undefined ? {} : { raw: sent.raw }), ...(sent.idempotencyKey === undefined ? {} : { idempotencyKey: sent.idempotencyKey }),
  })
  return { ...heard, text: heard.text.replaceAll(name, 'probe'), headers: Object.fromEntries(Object.entries(heard.headers).map(([header, value]) => [header, value.replaceAll(name, 'probe')])), rawText: heard.text }
}

/** Every row of these organizations (or of one environment), as a number. */
async function fingerprint(condition: (organization: string, environment: string | undefined) => string): Promise<Record<string, string>> {
  const { rows } = await admin.query<{ table: string; environment: boolean }>(
    `SELECT c.relname AS table, EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'environment_id') AS environment
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations'`)
  const found: Record<string, string> = {}
  for (const { table, environment } of rows) {
    const where = condition(table === 'organization' ? 'id' : 'organization_id', table === 'environment' ? 'id' : environment ? 'environment_id' : undefined)
    if (where === '') continue
    found[table] = (await admin.query<{ sum: string }>(`SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, chr(10) ORDER BY t::text)), '') AS sum FROM ${table} t WHERE ${where}`)).rows[0]?.sum ?? ''
  }
  return found
}
const listed = (ids: string[]) => ids.map((id) => `'${id}'`).join(', ')
const ofOthers = () => fingerprint((organization) => `${organization} IN (${listed(others.map((each) => each.organizationId))})`)
const ofOtherEnvironment = () => fingerprint((organization, environment) => (environment === undefined ? '' : `${organization} = '${own.organizationId}' AND ${environment} = '${own.environments[1].environment}'`))

/** What must not be seen with a key: everything of other organizations, and with a key of one environment what is of the other. */
const hiddenFrom = (key: KeyKind): string[] => [...others.flatMap((each) => each.markers), ...(key === 'cloud' ? [] : markersOf(own.environments[1]))]
const markersOf = ({ environment, pool, statement, connection, snapshot, policy }: Ids): string[] => [environment, pool, statement, connection, snapshot, policy]

/** The places where a key is probed: those that it does not reach at all are all alike. */
const positionsFor = (operation: ProbedOperation, key: KeyKind): Position[] =>
  key === 'cloud' || operation.isOfEnvironment ? operation.positions : operation.positions.filter((each) => each.where === 'path' || each.where === 'credentials')

function candidatesAt(position: Position, key: KeyKind): (Candidate & { kind: string })[] {
  const isInUrl = position.where === 'path' || position.where === 'query'
  return position.kinds.flatMap((kind) => candidatesFor(kind, own, others, isInUrl).map((each) => ({ ...each, kind }))
    // Both environments are the cloud key's own.
    .filter((each) => !(key === 'cloud' && kind === 'environment' && each.what === 'own, of the other environment'))
    // A search looks at no case.
    .filter((each) => !(position.name.includes('search') && each.what === 'own, in another case')))
}

describe('what is not one’s own', () => {
  const faults: string[] = []
  const counts = { probes: 0, positions: 0, refused: 0 }
  const note = (text: string) => void faults.push(text)
  /** Texts of others that were taken as one's own words, such as a display name: from then on they are that too. */
  const written: string[] = []

  async function probeAt(operation: ProbedOperation, key: KeyKind, position: Position): Promise<void> {
    counts.positions += 1
    const twins = new Map<string, unknown>()
    for (const candidate of candidatesAt(position, key)) {
      counts.probes += 1
      const { value, twin, raw } = candidate
      const heard = await probe(operation, own, key, position, { value, raw: raw?.value })
      const missing = (candidate.isShaped ? undefined : twins.get(candidate.kind)) ?? comparable(await probe(operation, own, key, position, { value: twin, raw: raw?.twin }), { value: twin }, raw?.twin)
      if (!candidate.isShaped) twins.set(candidate.kind, missing)
      const where = `${operation.operationId}, ${position.where} ${position.name}, ${candidate.what} (${value}), ${key} key`
      const seen = comparable(heard, { value }, raw?.value)
      if (JSON.stringify(seen) !== JSON.stringify(missing)) note(`${where}: not as an id of nothing\n  ${JSON.stringify(seen)}\n  ${JSON.stringify(missing)}`)
      if (position.isReference && !operation.isPublic && heard.status < 400) note(`${where}: succeeded with ${heard.status}`)
      if (position.where === 'idempotency-key' && heard.headers['idempotent-replayed'] !== undefined) note(`${where}: answered by another's request`)
      const rest = withoutEcho(heard.rawText + JSON.stringify(heard.headers), value, raw?.value)
      for (const marker of hiddenFrom(key)) if (rest.includes(marker) && !written.some((text) => text.includes(marker))) note(`${where}: shows ${marker}`)
      if (heard.status >= 500) note(`${where}: ${heard.status} ${heard.rawText}`)
      if (heard.status >= 400) counts.refused += 1
      if (position.where === 'body' && heard.status < 300) {
        written.push(value)
        // A name that only others have is free; what took it must not be in the way of the next probes.
        for (const table of ['statement', 'connection', 'snapshot_policy']) await admin.query(`DELETE FROM ${table} WHERE organization_id = $1 AND name IN ($2, $3)`, [own.organizationId, value, twin])
        if (operation.operationId === 'snapshot-policies.create') await admin.query('DELETE FROM snapshot_policy WHERE organization_id = $1 AND statement_name IN ($2, $3)', [own.organizationId, value, twin])
      }
    }
    // One's own things go by no name of others while the next places are probed.
    if (position.where === 'body' && operation.method !== 'POST' && position.kinds.includes('text')) await probe(operation, own, key, position, { value: `neutral-${counts.positions}` })
  }

  /** What they ask of is not in the state for it. */
  const notNow = ['statement-resolutions.create', 'snapshot-cancellations.create', 'statement-restores.create']

  it('the requests that are probed are good ones', async () => {
    const answered: [string, number][] = []
    for (const operation of operations.filter((each) => each.method !== 'DELETE')) answered.push([operation.operationId, (await probe(operation, own, 'cloud')).status])
    const bad = answered.filter(([operationId, status]) => !(status < 300 || (notNow.includes(operationId) && status === 409) || (operationId === 'statements.change' && status === 422)))
    expect(bad).toEqual([])
  })

  it('stands in no list, on no page, whatever the filter', async () => {
    const lists = operations.filter((each) => each.method === 'GET' && each.positions.some((position) => position.name === 'page_token'))
    let rows = 0
    for (const key of ['cloud', 'first', 'second'] as const) {
      const ids = key === 'second' ? own.environments[1] : own.environments[0]
      const hidden = [...others.flatMap((each) => each.markers), ...(key === 'cloud' ? [] : markersOf(own.environments[key === 'first' ? 1 : 0]))]
      for (const operation of lists.filter((each) => key === 'cloud' || each.isOfEnvironment)) {
        let path: string | undefined = operation.path.replace('{organization_id}', ids.organization).replace('{environment_id}', ids.environment).replace('{statement_name}', commonNames.statement)
        if (!operation.operationId.endsWith('results')) path += `?page_size=2${operation.positions.some((each) => each.name === 'environment') ? `&environment=${ids.environment}` : ''}`
        for (let pages = 0; path !== undefined && pages < 50; pages += 1) {
          const response = await fetch(`${main.endpoint}${path}`, { headers: { authorization: `Basic ${Buffer.from(own.keys[key]).toString('base64')}` } })
          const text = await response.text()
          expect([operation.operationId, key, response.status]).toEqual([operation.operationId, key, 200])
          for (const marker of hidden) expect([operation.operationId, key, text.includes(marker) ? marker : 'nothing']).toEqual([operation.operationId, key, 'nothing'])
          const page = JSON.parse(text) as { data?: unknown[]; results?: { data: unknown[] }; metadata: { next?: string } }
          const found = page.data ?? page.results?.data ?? []
          rows += found.length
          // Results of a statement that goes on have always another page.
          path = found.length === 0 ? undefined : page.metadata.next?.replace(main.endpoint, '') || undefined
        }
      }
    }
    expect(lists.length).toBeGreaterThanOrEqual(8)
    expect(rows).toBeGreaterThan(25)
  })

  it('what one has is shown, so that the comparison means something', async () => {
    const mark = own.environments[0].text
    for (const operationId of ['statements.read', 'statements.results', 'statements.exceptions', 'statement-events.list', 'statement-logs.list', 'connections.read', 'snapshots.read', 'snapshot-storage.read', 'snapshot-storage-deletions.list', 'service-accounts.read', 'api-keys.read']) {
      const operation = operations.find((each) => each.operationId === operationId) as ProbedOperation
      // Of the pool that has a log.
      const heard = await probe(operation, own, 'cloud', operation.positions.find((each) => each.name === 'statement_name'), { value: own.environments[0].statement })
      expect([operationId, heard.status, heard.rawText.includes(mark)]).toEqual([operationId, 200, true])
    }
  })

  it('is answered byte for byte like what never was, and changes nothing, with every key', { timeout: 500_000 }, async () => {
    const before = await ofOthers()
    for (const key of ['cloud', 'first'] as const) {
      const beforeInOther = await ofOtherEnvironment()
      const all = operations.flatMap((operation) => positionsFor(operation, key).map((position) => [operation, position] as const))
      const reads = all.filter(([operation]) => operation.method === 'GET')
      const worker = async () => {
        for (let next = reads.pop(); next !== undefined; next = reads.pop()) await probeAt(next[0], key, next[1])
      }
      await Promise.all([worker(), worker(), worker(), worker()])
      for (const [operation, position] of all.filter(([each]) => each.method !== 'GET').sort(([a], [b]) => Number(a.method === 'POST') - Number(b.method === 'POST'))) await probeAt(operation, key, position)
      if (key === 'first') expect(await ofOtherEnvironment()).toEqual(beforeInOther)
    }
    process.stdout.write(`cross-tenant probes: ${counts.probes} at ${counts.positions} places of ${operations.length} operations (${counts.refused} refused, the others blind), ${requests} requests\n`)
    expect(faults.slice(0, 10)).toEqual([])
    expect(await ofOthers()).toEqual(before)
    expect(counts.probes).toBeGreaterThanOrEqual(2_000)
  })

  it('a name is free if only others have it, and ids cannot be guessed from one another', async () => {
    const auth = (tenant: ProbedTenant) => `Basic ${Buffer.from(tenant.keys.cloud).toString('base64')}`
    const create = async (tenant: ProbedTenant, path: string, body: unknown) => {
      const response = await fetch(`${main.endpoint}${path}`, { method: 'POST', headers: { authorization: auth(tenant), 'content-type': 'application/json' }, body: JSON.stringify(body) })
      return { status: response.status, body: (await response.json()) as { id?: string; name?: string; metadata: { uid?: string } } }
    }
    const inSql = (tenant: ProbedTenant, rest: string) => `/sql/v1/organizations/${tenant.organizationId}/environments/${tenant.environments[0].environment}/${rest}`
    const random = createRandom(1).integer(1, 1_000_000)
    for (const tenant of [...others, own]) {
      expect((await create(tenant, inSql(tenant, 'statements'), { name: `same-${random}`, spec: { statement: 'SELECT 1' } })).status).toBe(201)
      expect((await create(tenant, inSql(tenant, 'connections'), { name: `same-${random}`, spec: { connection_type: 'KAFKA', endpoint: 'k:9092' } })).status).toBe(201)
      expect((await create(tenant, '/org/v2/environments', { display_name: `same-${random}` })).status).toBe(201)
      expect((await create(tenant, '/iam/v2/service-accounts', { display_name: `same-${random}` })).status).toBe(201)
    }
    const ids = await Promise.all(Array.from({ length: 20 }, async (_, index) => (await create(own, '/iam/v2/service-accounts', { display_name: `many-${index}` })).body.id ?? ''))
    expect(new Set(ids).size).toBe(20)
    // No two neighbours share more than chance has them share.
    const shared = ids.sort().slice(1).map((id, index) => [...id].findIndex((letter, at) => letter !== ids[index]?.[at]) - 'sa-'.length)
    expect(Math.max(...shared)).toBeLessThanOrEqual(3)
  })

  it('the requests that delete are good ones too', async () => {
    const last = ['snapshots.remove', 'snapshot-policies.remove', 'statements.remove', 'connections.remove', 'compute-pools.remove', 'environments.remove', 'service-accounts.remove', 'api-keys.remove']
    const removals = operations.filter((each) => each.method === 'DELETE').sort((a, b) => last.indexOf(a.operationId) - last.indexOf(b.operationId))
    const answered: [string, number][] = []
    for (const operation of removals.filter((each) => !/service-accounts|api-keys/.test(each.operationId))) answered.push([operation.operationId, (await probe(operation, own, 'cloud')).status])
    expect(answered).toEqual([['snapshots.remove', 409], ['snapshot-policies.remove', 204], ['statements.remove', 202], ['connections.remove', 200], ['compute-pools.remove', 409], ['environments.remove', 409]])
    // The key of the calls goes with its owner.
    expect((await probe(removals.find((each) => each.operationId === 'service-accounts.remove') as ProbedOperation, own, 'cloud')).status).toBe(204)
    expect((await probe(operations.find((each) => each.operationId === 'statements.list') as ProbedOperation, own, 'cloud')).status).toBe(401)
  })
})
