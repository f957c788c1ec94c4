import { isOver } from '../../fakes/engine/fake-job.ts'
import type { Random } from '../../random.ts'
import type { History, HistoryStrike } from '../history.ts'

const roles = ['jobmanager', 'taskmanager', 'gateway'] as const

function anyJob({ world }: History, random: Random) {
  const found = world.cluster.alive('jobmanager').flatMap(({ worker }) => {
    const engine = world.cluster.engineOf(worker, worker.clusterGeneration)
    return engine === undefined ? [] : engine.jobs().filter((job) => !isOver(job)).map((job) => ({ engine, job }))
  })
  return found.length === 0 ? undefined : random.pick(found)
}

/** What befalls the world between calls: Flink's processes and jobs, our own processes, and the store. */
export const historyStrikes: readonly HistoryStrike[] = [
  ...roles.map((role): HistoryStrike => ({
    name: `${role}-dies`,
    hit({ world }, random) {
      const living = world.cluster.alive(role)
      if (living.length === 0) return undefined
      const { worker } = random.pick(living)
      world.cluster.exit(worker.workerId, 'killed')
      return worker.workerId
    },
  })),
  {
    name: 'everything-dies',
    hit({ world }) {
      const living = world.cluster.alive()
      for (const { worker } of living) world.cluster.exit(worker.workerId, 'killed')
      return living.length === 0 ? undefined : `${living.length} processes of Flink`
    },
  },
  {
    name: 'job-fails',
    hit(history, random) {
      const found = anyJob(history, random)
      found?.engine.fail(found.job.request.jobId, { name: 'java.lang.ArithmeticException', message: 'It broke.' })
      return found?.job.request.jobId
    },
  },
  {
    name: 'job-cancelled-outside',
    hit(history, random) {
      const found = anyJob(history, random)
      found?.engine.cancel(found.job.request.jobId)
      return found?.job.request.jobId
    },
  },
  {
    name: 'bounded-job-ends',
    hit(history, random) {
      const found = anyJob(history, random)
      if (found?.job.request.ends.kind !== 'after' || !found.job.allTasksRunning) return undefined
      found.engine.finish(found.job.request.jobId)
      return found.job.request.jobId
    },
  },
  {
    name: 'savepoints-fail',
    hit({ world }, random) {
      const times = random.integer(1, 5)
      for (let time = 0; time < times; time++) world.cluster.settings.engine.savepointFailures.push('Checkpoint expired before completing.')
      return `the next ${times}`
    },
  },
  {
    name: 'checkpoints-fail',
    hit(history, random) {
      const { engine } = history.world.cluster.settings
      const forMs = random.pick([10_000, 3_600_000])
      engine.checkpointsFail = true
      history.later(forMs, () => void (engine.checkpointsFail = false))
      return `for ${forMs} ms`
    },
  },
  ...(['controller', 'keeper'] as const).flatMap((trade): HistoryStrike[] => [
    {
      name: `${trade}-dies`,
      hit({ staff }, random) {
        const living = staff.alive(trade)
        if (living.length === 0) return undefined
        const hand = random.pick(living)
        hand.process.kill()
        return hand.name
      },
    },
    {
      name: `${trade}-stands-still`,
      hit(history, random) {
        const able = history.staff.alive(trade).filter(({ process }) => !process.isPaused())
        return able.length === 0 ? undefined : standStill(history, random, random.pick(able))
      },
    },
  ]),
  {
    name: 'controllers-away',
    hit(history, random) {
      const { staff } = history
      if (staff.away.has('controller')) return undefined
      staff.away.add('controller')
      for (const hand of staff.alive('controller')) hand.process.kill()
      const forMs = random.pick([60_000, 1_200_000, 5 * 3_600_000])
      history.later(forMs, () => void staff.away.delete('controller'))
      return `for ${forMs} ms`
    },
  },
  {
    name: 'files-out',
    hit(history, random) {
      const { unavailable } = history.world.blobs.settings
      const part = random.pick(['', 'organizations/aaaaaaaa-0000-4000-8000-000000000001/environments/env-alfa01/statements'])
      const forMs = random.pick([1_000, 20_000, 3_600_000])
      unavailable.add(part)
      history.later(forMs, () => void unavailable.delete(part))
      return `'${part}' for ${forMs} ms`
    },
  },
  {
    name: 'deletion-switched-off',
    hit(history, random) {
      const { staff, ledger, world } = history
      if (!staff.deletionEnabled) return undefined
      // A setting of the process: each is started anew with it.
      const restartAll = (isEnabled: boolean): void => {
        staff.deletionEnabled = isEnabled
        for (const hand of staff.alive('keeper')) hand.process.kill()
        if (isEnabled) ledger.pausedSinceMs.delete('*')
        else ledger.pausedSinceMs.set('*', world.clock.nowMs())
      }
      restartAll(false)
      const forMs = random.pick([60_000, 3_600_000, 30 * 3_600_000])
      history.later(forMs, () => restartAll(true))
      return `for ${forMs} ms`
    },
  },
  {
    name: 'file-vanishes',
    hit({ world, ledger }, random) {
      // By the hand of somebody who has access to the store, of what nobody is at.
      const directories = [...world.stores.database.snapshots.values()].flatMap(({ state, observed }) => (state === 'COMPLETED' && observed.uri !== undefined ? (world.blobs.keyOf(observed.uri) ?? []) : []))
      const found = directories.filter((directoryKey) => ledger.metadata.isWhole(directoryKey))
      if (found.length === 0) return undefined
      const directoryKey = random.pick(found)
      const key = random.pick(ledger.metadata.filesIn(directoryKey) ?? [])
      for (const row of world.stores.database.snapshots.values()) {
        const own = row.observed.uri === undefined ? undefined : world.blobs.keyOf(row.observed.uri)
        if (own !== undefined && ledger.metadata.filesIn(own)?.includes(key) === true) ledger.vanished.add(own)
      }
      world.blobs.removeNow(key)
      return key
    },
  },
]

/** A process that stands still, longer than its lease mostly: it wakes up and believes that it still holds it. */
export function standStill(history: History, random: Random, { name, process }: { name: string; process: { pause(): void; resume(): void } }): string {
  const forMs = random.chance(0.2) ? random.integer(1_000, 15_000) : random.pick([25_000, 120_000, 2 * 3_600_000])
  const untilMs = history.world.clock.nowMs() + forMs
  history.ledger.standstillUntilMs = Math.max(history.ledger.standstillUntilMs, untilMs)
  process.pause()
  history.later(forMs, () => process.resume())
  return `${name} for ${forMs} ms`
}

