import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { eventually, mountSmallDisk, startInstance } from '../src/index.ts'
import type { Instance, SmallDisk } from '../src/index.ts'

/**
 * The disk with everything of Flink on it (checkpoints, savepoints, table files, logs, working files) is full for a while. Postgres has
 * its own: what becomes of it on a full disk is tested where it is supervised.
 */
let instance: Instance
let disk: SmallDisk

beforeAll(async () => {
  instance = await startInstance({
    async prepare(directory) {
      // A directory that holds something is taken only with this mark.
      await writeFile(join(directory, 'VERSION'), '1\n')
      disk = await mountSmallDisk(join(directory, 'organizations'), 192)
    },
  })
}, 600_000)

afterAll(async () => {
  await disk?.free()
  await instance?.dev.stop('without-savepoints')
  await disk?.unmount()
  await instance?.end()
}, 120_000)

it('a full disk loses nothing: the user is told what to look at, and when there is space again it goes on by itself, exactly', async () => {
  const { user } = instance
  const count = 3_000
  await user.run(`CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '20', 'fields.n.kind' = 'sequence', 'fields.n.start' = '1', 'fields.n.end' = '${count}')`)
  await user.run('CREATE TABLE kept (n BIGINT)')
  await user.create('INSERT INTO kept SELECT n FROM numbers', { name: 'copy' })
  await user.waitFor('copy', ['RUNNING'], 240_000)
  const { organizationId, environmentId } = user.connection
  const path = `/headgate/v1/organizations/${organizationId}/environments/${environmentId}/statements/copy/events`
  const readEvents = async () => (await user.request<{ data: { message: string }[] }>('GET', path)).body.data
  const rows = async () => Number((await user.snapshot('SELECT COUNT(*) FROM kept'))[0]?.[0])
  await eventually('rows that are committed', async () => (await rows()) > 0)

  await disk.fill()
  const told = await eventually(
    'the user is told',
    async () => (await user.read('copy')).status.warnings?.find(({ reason, message }) => ['CHECKPOINTS_FAILING', 'RESTARTING', 'RESTARTED'].includes(reason) && /full|No space left/.test(message)),
    300_000,
  )
  expect(told.message).toMatch(/disk|No space left on device/)
  // What fails first is a matter of luck: a sink, and Flink restarts the job; the checkpoints of a job whose sinks still find room; or the
  // JobManager itself, and the next generation waits for space.
  await eventually(
    'it has tried more than once',
    async () => {
      const { phase, warnings = [], waiting_for: waitingFor = '' } = (await user.read('copy')).status
      if (warnings.some(({ reason, message }) => reason === 'CHECKPOINTS_FAILING' || (reason === 'RESTARTED' && /restarted the job \d+ times/.test(message)))) return true
      const events = await readEvents()
      if (/no space left/i.test(String(waitingFor)) || events.some(({ message }) => message.includes('Generation 2'))) return true
      throw new Error(JSON.stringify({ phase, warnings, events }))
    },
    300_000,
  )
  expect((await user.read('copy')).status.phase).not.toBe('FAILED')
  await disk.free()

  await user.waitFor('copy', ['COMPLETED'], 600_000)
  const [row] = await user.snapshot('SELECT COUNT(*), COUNT(DISTINCT n), MIN(n), MAX(n) FROM kept')
  expect(row).toEqual([String(count), String(count), '1', String(count)])
}, 1_200_000)
