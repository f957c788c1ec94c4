import type { Statement } from '@headgate/domain'
import type { Checker, Sim } from '../sim.ts'
import { liveJobs } from '../run/observe-statements.ts'

/**
 * How long a status may be behind the world while faults go on: a controller that stands still for 90 s with the lease, then a pause of
 * two minutes after failures. Without faults it is seconds; the quiet at the end sees to that.
 */
const boundMs = 300_000

const since = new WeakMap<Sim, Map<string, { what: string; sinceMs: number }>>()

/** A shown status does not contradict the world for longer than a bound. */
export const truthOfStatus: Checker = {
  name: 'truth of status',
  check(sim) {
    const before = since.get(sim) ?? new Map<string, { what: string; sinceMs: number }>()
    const now = new Map<string, { what: string; sinceMs: number }>()
    const nowMs = sim.world.clock.nowMs()
    const problems: string[] = []
    for (const row of sim.world.stores.database.statements.values()) {
      const what = contradiction(sim, row)
      if (what === undefined) continue
      const earlier = before.get(row.uid)
      const entry = earlier?.what === what ? earlier : { what, sinceMs: nowMs }
      now.set(row.uid, entry)
      if (nowMs - entry.sinceMs > boundMs) problems.push(`${row.name} (${row.uid}): for ${nowMs - entry.sinceMs} ms ${what}`)
    }
    since.set(sim, now)
    return problems
  },
}

function contradiction(sim: Sim, row: Statement): string | undefined {
  const truth = sim.ledger.statements.get(row.uid)
  if (truth === undefined || (row.class !== 'insert' && row.class !== 'query')) return undefined
  const living = liveJobs(sim, truth)
  const { phase } = row.status
  const isRunning = living.some((job) => job.state === 'RUNNING' && job.allTasksRunning)
  if (phase === 'RUNNING' && living.length === 0) return 'it is shown RUNNING, and no job of it lives'
  if ((phase === 'STOPPED' || phase === 'COMPLETED' || phase === 'FAILED') && living.length > 0) return `it is shown ${phase}, and its job is ${living[0]?.state}`
  if (phase === 'PENDING' && isRunning && row.intent.stop === undefined) return 'it is shown PENDING, and its job runs'
  return undefined
}
