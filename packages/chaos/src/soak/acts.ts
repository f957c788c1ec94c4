import type { SnapshotObject, StatementObject } from '@headgate/e2e'
import { ask } from './soak.ts'
import type { Soak } from './soak.ts'

/** Something that the user does; undefined when there is nothing to do it with. */
export interface SoakAct {
  name: string
  /** How often, against the others. */
  weight: number
  run(soak: Soak): Promise<unknown>
}

/** Jobs at once: each takes a slot, and some of two cores. */
const statementsMax = 4

const queries = [
  'INSERT INTO nowhere SELECT k, COUNT(*), MAX(v) FROM numbers GROUP BY k',
  'INSERT INTO nowhere SELECT k, SUM(v), MIN(v) FROM numbers GROUP BY k',
  'INSERT INTO nowhere SELECT k, v, v + 1 FROM numbers WHERE v > 10',
  'INSERT INTO nowhere SELECT k, COUNT(*), MAX(v) FROM few GROUP BY k',
]

/** The tables that the statements of a soak read and write. */
export const soakTables = [
  `CREATE TABLE numbers (k BIGINT, v BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '200', 'fields.k.min' = '1', 'fields.k.max' = '100000')`,
  `CREATE TABLE few (k BIGINT, v BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '200', 'number-of-rows' = '3000', 'fields.k.min' = '1', 'fields.k.max' = '5000')`,
  `CREATE TABLE nowhere (k BIGINT, a BIGINT, b BIGINT) WITH ('connector' = 'blackhole')`,
]

const base = ({ instance }: Soak, family: string): string => {
  const { organizationId, environmentId } = instance.user.connection
  return `/${family}/v1/organizations/${organizationId}/environments/${environmentId}`
}

/** The INSERTs of the soak, as they are now. */
export async function listStatements(soak: Soak): Promise<StatementObject[]> {
  const answer = await ask<{ data: StatementObject[] }>(soak, 'statements', 'GET', `${base(soak, 'sql')}/statements?page_size=100`)
  return answer?.status === 200 ? answer.body.data.filter(({ name }) => name.startsWith('soak-')) : []
}

/** Says of a statement that waits for a decision that it is done. */
export const resolveParked = async (soak: Soak, name: string): Promise<unknown> => await ask(soak, 'resolutions', 'POST', `${base(soak, 'headgate')}/statements/${name}/resolutions`, { choice: 'treat-as-complete' })

/** All snapshots of the environment, as they are now; undefined when that cannot be known. */
export async function listSnapshots(soak: Soak, query = ''): Promise<SnapshotObject[] | undefined> {
  const found: SnapshotObject[] = []
  for (let path: string | undefined = `${soak.snapshots.path}?page_size=100${query}`; path !== undefined && path !== ''; ) {
    const answer: { status: number; body: { data: SnapshotObject[]; metadata?: { next?: string } } } | undefined = await ask(soak, 'snapshots', 'GET', path)
    if (answer?.status !== 200) return undefined
    found.push(...answer.body.data)
    path = answer.body.metadata?.next
  }
  return found
}

const someStatement = async (soak: Soak, phases: readonly string[]): Promise<StatementObject | undefined> => {
  const found = (await listStatements(soak)).filter(({ status }) => phases.includes(status.phase))
  return found.length === 0 ? undefined : soak.random.pick(found)
}

const someSnapshot = async (soak: Soak, fits: (snapshot: SnapshotObject) => boolean): Promise<SnapshotObject | undefined> => {
  const found = ((await listSnapshots(soak)) ?? []).filter(fits)
  return found.length === 0 ? undefined : soak.random.pick(found)
}

const isGood = ({ status }: SnapshotObject): boolean => status.state === 'COMPLETED'

const onStatement = (name: string, weight: number, phases: readonly string[], act: (soak: Soak, statement: StatementObject) => Promise<unknown>): SoakAct => ({
  name,
  weight,
  async run(soak) {
    const statement = await someStatement(soak, phases)
    return statement === undefined ? undefined : await act(soak, statement)
  },
})

const onSnapshot = (name: string, weight: number, fits: (snapshot: SnapshotObject) => boolean, act: (soak: Soak, snapshot: SnapshotObject) => Promise<unknown>): SoakAct => ({
  name,
  weight,
  async run(soak) {
    const snapshot = await someSnapshot(soak, fits)
    return snapshot === undefined ? undefined : await act(soak, snapshot)
  },
})

const post = (what: string, body?: (soak: Soak) => unknown) => (soak: Soak, { id }: SnapshotObject) => ask(soak, what, 'POST', `${soak.snapshots.path}/${id}/${what}`, body?.(soak) ?? {})

const freshName = ({ random }: Soak): string => `soak-${random.integer(0, 0xffffff).toString(16)}`

/** Everything that a user of snapshots does. */
export const soakActs: readonly SoakAct[] = [
  {
    name: 'create', weight: 6,
    async run(soak) {
      if ((await listStatements(soak)).length >= statementsMax) return undefined
      return await soak.instance.user.create(soak.random.pick(queries), { name: freshName(soak) }).then(() => soak.count('created'), () => soak.count('not created'))
    },
  },
  onStatement('stop', 4, ['RUNNING'], (soak, { name }) => soak.instance.user.stop(name).catch(() => soak.count('stop refused'))),
  onStatement('resume', 4, ['STOPPED'], (soak, { name }) => soak.instance.user.resume(name).catch(() => soak.count('resume refused'))),
  onStatement('remove', 3, ['RUNNING', 'STOPPED', 'COMPLETED', 'FAILED', 'PENDING'], (soak, { name }) => soak.instance.user.remove(name).catch(() => soak.count('remove refused'))),
  onStatement('restore a chosen one', 3, ['STOPPED'], async (soak, { name }) => {
    const snapshot = await someSnapshot(soak, (each) => isGood(each) && each.spec['statement_name'] === name)
    return snapshot === undefined ? undefined : await ask(soak, 'restores', 'POST', `${base(soak, 'headgate')}/statements/${name}/restores`, { snapshot_id: snapshot.id })
  }),
  onStatement('take', 6, ['RUNNING'], (soak, { name }) =>
    ask(soak, 'take', 'POST', soak.snapshots.path, { statement_name: name, format: soak.random.pick(['canonical', 'native']), labels: { by: 'soak' } })),
  onSnapshot('cancel', 1, ({ status }) => ['PENDING', 'IN_PROGRESS'].includes(status.state), post('cancellations')),
  onSnapshot('pin', 1, (each) => isGood(each) && !each.spec.pinned, (soak, { id }) => ask(soak, 'pin', 'PATCH', `${soak.snapshots.path}/${id}`, { spec: { pinned: true } })),
  onSnapshot('unpin', 1, ({ spec }) => spec.pinned, (soak, { id }) => ask(soak, 'unpin', 'PATCH', `${soak.snapshots.path}/${id}`, { spec: { pinned: false } })),
  onSnapshot('delete', 4, isGood, (soak, { id }) => ask(soak, 'delete', 'DELETE', `${soak.snapshots.path}/${id}`)),
  onSnapshot('recover', 2, ({ status }) => status.state === 'TRASHED', post('recoveries')),
  onSnapshot('verify', 2, isGood, post('verifications')),
  onSnapshot('drill', 1, (each) => isGood(each) && each.status.drill === undefined, post('drills')),
  onSnapshot('export', 1, (each) => isGood(each) && each.status.kind === 'savepoint', post('exports', (soak) => ({ destination: `copy-${soak.random.integer(0, 0xffffff).toString(16)}` }))),
  onSnapshot('fork', 1, isGood, async (soak, snapshot) =>
    (await listStatements(soak)).length >= statementsMax ? undefined : await post('forks', () => ({ statement_name: freshName(soak) }))(soak, snapshot)),
]
