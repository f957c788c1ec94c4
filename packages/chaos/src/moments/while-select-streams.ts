import { eventually } from '@headgate/e2e'
import type { Scene } from '../scene.ts'
import { partitions } from '../workload/ledger.ts'
import { startReader } from '../workload/start-reader.ts'
import type { Sight } from './moment.ts'
import { startInsert } from './warm-up.ts'

const rowsBefore = 200
const freshMs = 2_000

/** The INSERT runs, and a streaming SELECT is RUNNING whose rows come in through `/results`. */
export async function approachSelect(scene: Scene): Promise<Sight | undefined> {
  await startInsert(scene)
  const name = `select-${scene.ledger.suffix.replaceAll('_', '-')}`
  const { user } = scene.stand
  const { organizationId, environmentId } = user.connection
  await user.create(scene.ledger.selectSql, { name })
  scene.act('SELECT created')
  const chronicle = scene.watcher.watch(name)
  const reader = startReader(scene.probe, `/sql/v1/organizations/${organizationId}/environments/${environmentId}/statements/${name}/results`, partitions)
  scene.select = { chronicle, reader }
  await user.waitFor(name, ['RUNNING'], 300_000)
  await eventually('rows of the SELECT', async () => reader.count() >= rowsBefore && Date.now() - reader.newestAtMs() < freshMs, 180_000)
  return { facts: `the SELECT had served ${reader.count()} rows, the newest ${Date.now() - reader.newestAtMs()} ms before` }
}
