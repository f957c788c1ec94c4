import { s3ServerBuildMs } from '@headgate/testbed'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSnapshotUser, eventually, startCountedTotals, startS3ForInstance } from '../src/index.ts'
import type { CountedTotals, S3ForInstance, SnapshotObject, SnapshotUser } from '../src/index.ts'

/** Snapshots of real Flink jobs on a real S3 server, as their users meet them: taken, restored, forked, drilled, exported, adopted, deleted. */
let s3: S3ForInstance
let world: CountedTotals
let snapshots: SnapshotUser

beforeAll(async () => {
  s3 = await startS3ForInstance()
  world = await startCountedTotals({
    ...s3.options,
    childEnv: { HEADGATE_CHECKPOINT_INTERVAL_MS: '2000', HEADGATE_STORAGE_SETTINGS: 'scanEveryMs=600000,abortedAfterMs=1000,waitMs=500,recordsAfterMs=1000' },
  })
  snapshots = createSnapshotUser(world.instance.user)
}, s3ServerBuildMs + 600_000)

afterAll(async () => {
  await world?.end()
  await s3?.end()
}, 120_000)

const environmentKey = () => {
  const { organizationId, environmentId } = world.instance.user.connection
  return `organizations/${organizationId}/environments/${environmentId}`
}

const storagePath = () => snapshots.path.replace(/snapshots$/, 'snapshot-storage')

interface Report { total: { files: number; bytes: number }; started_at: string }

/** Has all files looked at now. */
async function scan(): Promise<Report> {
  const { user } = world.instance
  const asked = Date.now()
  expect((await user.request('POST', `${storagePath()}/scans`, {})).status).toBeLessThan(300)
  return eventually('a scan', async () => {
    const { body } = await user.request<{ status: { report?: Report } }>('GET', storagePath())
    const { report } = body.status
    return report !== undefined && Date.parse(report.started_at) >= asked ? report : undefined
  }, 60_000)
}

/** What really lies in the environment's part of the store. */
const bytesNow = async (): Promise<number> => (await s3.list(environmentKey())).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

describe('restores', () => {
  const rounds = 20
  it(`of ${rounds} snapshots, manual and of stops, canonical and native, the newest or any before: ${rounds} times the counts are exact`, async () => {
    const { user } = world.instance
    await user.run(world.sql, { name: 'totals' })
    const taken: string[] = []
    for (let round = 0; round < rounds; round++) {
      await world.send(50 + round)
      await world.expectExact(`before round ${round}`)
      if (round % 2 === 0) taken.push((await snapshots.take('totals', { format: round % 4 === 0 ? 'canonical' : 'native', labels: { round: String(round) } })).id)
      await world.send(20)
      await user.stop('totals')
      await user.waitFor('totals', ['STOPPED'])
      await world.send(10)
      // By turns: the newest good one, the newest that was taken by hand, an old one.
      const chosen = round % 3 === 0 ? undefined : round % 3 === 1 ? taken.at(-1) : taken[Math.floor(taken.length / 2)]
      await snapshots.restore('totals', chosen)
      await world.expectExact(`after round ${round} (${chosen === undefined ? 'newest' : 'chosen'})`)
    }
    const stops = await snapshots.list('&trigger=stop')
    expect(stops.filter(({ status }) => status.state === 'COMPLETED')).toHaveLength(rounds)
    expect((await snapshots.list('&trigger=manual&state=COMPLETED'))).toHaveLength(taken.length)
  }, 900_000)
})

describe('one snapshot', () => {
  let one: SnapshotObject
  it('says what it holds, and is verified file by file', async () => {
    one = await snapshots.take('totals', { labels: { purpose: 'tests' } })
    expect(one.status).toMatchObject({ kind: 'savepoint', trigger: 'manual', attempt: 1 })
    expect(one.status.size?.own_bytes).toBeGreaterThan(0)
    expect(one.status.operators?.some(({ max_parallelism }) => max_parallelism === 720)).toBe(true)
    expect((await snapshots.act(one.id, 'verifications')).status).toBeLessThan(300)
    await eventually('the verification', async () => (await snapshots.read(one.id)).status.verifications?.some(({ how, good }) => how === 'files' && good), 30_000)
  }, 120_000)

  it('is really restored in a drill, which writes nothing and leaves nothing', async () => {
    await world.expectExact('before the drill')
    expect((await snapshots.act(one.id, 'drills')).status).toBeLessThan(300)
    const drilled = await eventually('the outcome of the drill', async () => {
      const { status } = await snapshots.read(one.id)
      return status.verifications?.some(({ how }) => how === 'drill') && status.drill === undefined ? status : undefined
    }, 240_000)
    expect(drilled.verifications?.find(({ how }) => how === 'drill')).toMatchObject({ good: true })
    await world.expectExact('after the drill')
  }, 300_000)

  it('is exported, and the copy is restored from; so is a copy that was made by hand and adopted', async () => {
    const { user } = world.instance
    const exported = await snapshots.act<SnapshotObject>(one.id, 'exports', { destination: 'copy-of-one' })
    expect(exported.status).toBe(201)
    await snapshots.waitFor(exported.body.id, 'COMPLETED')
    for (const { key } of await s3.list(`${environmentKey()}/exports/copy-of-one`)) {
      if (!key.endsWith('/')) expect(await s3.store.copy(key, key.replace('/exports/copy-of-one/', '/imports/by-hand/'))).toMatchObject({ ok: true })
    }
    const adopted = await user.request<SnapshotObject>('POST', snapshots.path.replace(/snapshots$/, 'snapshot-adoptions'), { path: 'imports/by-hand', statement_name: 'totals' })
    expect(adopted.status).toBe(201)
    await snapshots.waitFor(adopted.body.id, 'COMPLETED')
    for (const id of [exported.body.id, adopted.body.id]) {
      await world.send(30)
      await user.stop('totals')
      await user.waitFor('totals', ['STOPPED'])
      await snapshots.restore('totals', id)
      await world.expectExact('from the copy')
    }
  }, 300_000)

  it('outlives its statement, and another statement goes on from it', async () => {
    const { user } = world.instance
    await user.stop('totals')
    await user.waitFor('totals', ['STOPPED'])
    const [stopped] = await snapshots.list('&trigger=stop&statement_name=totals')
    const refused = await user.request<{ errors?: { detail: string }[] }>('DELETE', `${snapshots.path}/${stopped?.id ?? ''}`)
    expect(refused.status).toBe(409)
    expect(JSON.stringify(refused.body)).toContain('totals')
    await user.remove('totals')
    await eventually('its end', async () => (await user.request('GET', `/sql/v1/organizations/${user.connection.organizationId}/environments/${user.connection.environmentId}/statements/totals`)).status === 404, 60_000)
    await world.send(40)
    const forked = await snapshots.act<{ name: string }>(stopped?.id ?? '', 'forks', { statement_name: 'totals-again' })
    expect(forked.status).toBe(201)
    await user.waitFor('totals-again', ['RUNNING'], 180_000)
    await world.expectExact('in the fork')
    expect((await snapshots.read(stopped?.id ?? '')).status.state).toBe('COMPLETED')
  }, 300_000)

  it('goes into the trash, comes out again, and goes for good', async () => {
    const { user } = world.instance
    expect((await user.request('DELETE', `${snapshots.path}/${one.id}`)).status).toBe(202)
    expect((await snapshots.read(one.id)).status.state).toBe('TRASHED')
    expect((await snapshots.act(one.id, 'recoveries')).status).toBeLessThan(300)
    expect((await snapshots.read(one.id)).status.state).toBe('COMPLETED')
    const policy = await user.request('POST', snapshots.path.replace(/snapshots$/, 'snapshot-policies'), { name: 'impatient', spec: { trash_seconds: 0 } })
    expect(policy.status).toBe(201)
    expect((await user.request('DELETE', `${snapshots.path}/${one.id}`)).status).toBe(202)
    await eventually('its end', async () => (await user.request('GET', `${snapshots.path}/${one.id}`)).status === 404, 60_000)
    const deletions = await user.request<{ data: { snapshot_id?: string; bytes: number }[] }>('GET', `${storagePath()}/deletions`)
    expect(deletions.body.data.find(({ snapshot_id }) => snapshot_id === one.id)?.bytes).toBe(one.status.size?.own_bytes)
  }, 300_000)
})

describe('the store', () => {
  it('holds what the report says, to the byte, when all is at rest', async () => {
    const { user } = world.instance
    await user.stop('totals-again')
    await user.waitFor('totals-again', ['STOPPED'])
    await eventually('a report that is right', async () => {
      const before = await bytesNow()
      const { total } = await scan()
      return (total.bytes === before && before === (await bytesNow())) || undefined
    }, 60_000)
  }, 120_000)
})
