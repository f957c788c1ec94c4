import type { Statement } from '@headgate/domain'
import type { Sim } from '../sim.ts'
import { observeTable } from './observe-table.ts'

/** Holds each request for a stop with savepoint against what was written, and against what Flink is doing already. */
export function observeStops(sim: Sim): void {
  const { ledger, world } = sim
  const written = new Set<string>()
  const asked = new Map<string, Set<string>>()
  observeTable(world.stores.database.statements as Map<string, Statement>, (_, after) => {
    if (after?.intent.stop !== undefined) written.add(after.intent.stop.triggerId)
  })
  const stop = world.flink.stopWithSavepoint.bind(world.flink)
  world.flink.stopWithSavepoint = (endpoint, jobId, request) => {
    const { triggerId } = request
    const earlier = asked.get(jobId) ?? new Set()
    asked.set(jobId, earlier)
    const engine = world.cluster.engineAt(endpoint)
    const isUnderWay = (other: string): boolean => {
      const state = engine.ok ? engine.value.savepoint(jobId, other) : undefined
      return state?.ok === true && state.value.state === 'in-progress'
    }
    if (!written.has(triggerId)) ledger.violations.push(`job ${jobId}: a savepoint is asked for under a trigger id that was never written`)
    if (!earlier.has(triggerId) && [...earlier].some(isUnderWay)) ledger.violations.push(`job ${jobId}: a savepoint is asked for while another is under way`)
    earlier.add(triggerId)
    return stop(endpoint, jobId, request)
  }
}
