import { once } from 'node:events'
import { createSnapshotUser, startInstance, startS3ForInstance } from '@headgate/e2e'
import { createRandom } from '@headgate/sim'
import { listSnapshots, listStatements, soakActs, soakTables } from './acts.ts'
import { settle } from './settle.ts'
import type { Soak } from './soak.ts'
import { listFiles, putPolicy, scan, sum } from './storage.ts'
import { createStrikes } from './strikes.ts'

export interface SoakOptions {
  minutes: number
  seed: number
  /** Ends it early: what was started is ended, and nothing is held against anything. */
  signal: AbortSignal
  say: (text: string) => void
}

/** Short times, so that within the soak everything is deleted that would be deleted within days. */
const storageSettings = 'scanEveryMs=60000,abortedAfterMs=90000,orphanAfterMs=120000,recordsAfterMs=120000,waitMs=10000,failedKeepMs=120000'

/** Runs the soak and gives back what must not be; nothing when all was well. */
export async function runSoak({ minutes, seed, signal, say }: SoakOptions): Promise<{ problems: string[]; counts: ReadonlyMap<string, number> }> {
  const random = createRandom(seed)
  const s3 = await startS3ForInstance()
  const instance = await startInstance({ ...s3.options, childEnv: { HEADGATE_CHECKPOINT_INTERVAL_MS: '3000', HEADGATE_STORAGE_SETTINGS: storageSettings } }).catch(async (error: unknown) => {
    await s3.end()
    throw error
  })
  const counts = new Map<string, number>()
  const startedAtMs = Date.now()
  const soak: Soak = {
    instance, s3, random, counts, problems: [],
    snapshots: createSnapshotUser(instance.user),
    count: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    say: (text) => say(`${String(Math.round((Date.now() - startedAtMs) / 1_000)).padStart(5)} s  ${text}`),
  }
  try {
    await Promise.race([story(soak, startedAtMs + minutes * 60_000), once(signal, 'abort').then(() => soak.problems.push('It was ended before its time.'))])
  } catch (error) {
    soak.problems.push(error instanceof Error ? error.message : String(error))
  } finally {
    await instance.end()
    await s3.end()
  }
  return { problems: soak.problems, counts }
}

async function story(soak: Soak, untilMs: number): Promise<void> {
  await live(soak, untilMs)
  await settle(soak)
}

/** The user and the strikes, until the time is over. */
async function live(soak: Soak, untilMs: number): Promise<void> {
  const { random } = soak
  for (const sql of soakTables) await soak.instance.user.run(sql)
  await putPolicy(soak, { trash_seconds: 60, keep_last: 3, keep_for_seconds: 120, keep_after_deletion_seconds: 180, schedule: { every_seconds: 300 } })
  const strike = createStrikes()
  let nextTellMs = 0
  while (Date.now() < untilMs) {
    const act = pickByWeight(soak)
    if ((await act.run(soak)) !== undefined) soak.count(`act ${act.name}`)
    if (random.chance(0.12)) await strike(soak)
    if (Date.now() > nextTellMs) {
      nextTellMs = Date.now() + 60_000
      await tellState(soak)
    }
    await new Promise((resolve) => setTimeout(resolve, random.integer(200, 3_000)))
  }
}

function pickByWeight({ random }: Soak): (typeof soakActs)[number] {
  let left = random.next() * soakActs.reduce((sum, { weight }) => sum + weight, 0)
  return soakActs.find(({ weight }) => (left -= weight) < 0) ?? soakActs[0]!
}

/** A line a minute; what is shown as good must be there while the soak goes on, too. */
async function tellState(soak: Soak): Promise<void> {
  const statements = await listStatements(soak)
  const snapshots = await listSnapshots(soak)
  const listed = await listFiles(soak).then(sum, () => undefined)
  const report = await scan(soak).catch(() => undefined)
  const phases = statements.map(({ status }) => status.phase).toSorted().join(' ')
  const states = Object.entries(Object.groupBy(snapshots ?? [], ({ status }) => status.state)).map(([state, all]) => `${all?.length} ${state}`).join(', ')
  soak.say(`statements: ${phases || 'none'}; snapshots: ${states || 'none'}; ${listed?.files ?? '?'} files, ${listed?.bytes ?? '?'} bytes; the report says ${report?.total.files ?? '?'} files, ${report?.total.bytes ?? '?'} bytes`)
}
