import { objectsPerRequestMax } from '@headgate/ports'
import type { Turn } from '../deps.ts'
import type { Verdict } from '@headgate/planner'
import type { Unit, Units } from './units.ts'

/** Collects what goes and removes it, a thousand in a request. */
export interface Remover {
  /** Nothing to wait for, most times. */
  add(unit: Unit, verdict: Verdict, object: { key: string; sizeBytes: number }): Promise<void> | undefined
  flush(): Promise<void>
  /** Why nothing more is removed, once that is so. */
  stoppedBecause(): string | undefined
}

/** A removal that is under way when deletion is switched off takes as long as that. */
const askAgainAfterMs = 1_000

/** Before a request it is asked whether anything may be deleted now, unless that was asked a moment ago. */
export function createRemover(turn: Turn, units: Units, mayDelete: () => Promise<string | undefined>): Remover {
  let batch: { unit: Unit; verdict: Verdict; object: { key: string; sizeBytes: number } }[] = []
  let stopped: string | undefined
  let askedAtMs = -Infinity
  const whyStopped = async (): Promise<string | undefined> => {
    if ((await turn.keepLease()) !== undefined) return 'The lease was over.'
    const nowMs = turn.deps.clock.nowMs()
    if (nowMs - askedAtMs < askAgainAfterMs) return undefined
    const why = await mayDelete()
    askedAtMs = nowMs
    return why
  }
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    const now = batch
    batch = []
    const why = await whyStopped()
    stopped ??= why
    const removed = stopped === undefined ? await turn.deps.objects.removeMany(now.map(({ object }) => object.key)) : undefined
    if (removed?.ok === false) turn.note('remove', removed)
    // A failure says nothing about any of them: they are looked at again in the next scan.
    const refused = removed?.ok === true ? new Set(removed.value.refused.map(({ key }) => key)) : undefined
    for (const { unit, verdict, object } of now) {
      if (refused === undefined || refused.has(object.key)) unit.isIncomplete = true
      else units.take(unit, verdict, object)
    }
  }
  return {
    add(unit, verdict, object) {
      if (stopped !== undefined) {
        unit.isIncomplete = true
        return undefined
      }
      batch.push({ unit, verdict, object })
      return batch.length >= objectsPerRequestMax ? flush() : undefined
    },
    flush,
    stoppedBecause: () => stopped,
  }
}
