import { createBullWake } from '@headgate/adapter-queue'
import { monotonicMs, startListener } from '@headgate/adapter-queue/testing'
import { pause } from '../stats/interleave.ts'

/** What a killed listener left behind, and what became of it. */
export interface KilledListener {
  /** Looks that the kill broke off. */
  brokenOff: number
  /** From the kill until another listener looked: of keys that it had in hand. */
  inHandAfterMs: number[]
  /** The same of keys that only waited. */
  waitingAfterMs: number[]
  /** Keys at which nobody ever looked to the end. */
  lost: number
}

const keys = Array.from({ length: 100 }, (_, number) => `key-${number}`)
const lookMs = 50
/** Far longer than BullMQ takes. */
const patienceMs = 150_000

/**
 * Wakes 100 keys for a listener in a process of its own, kills that with SIGKILL in the middle of its looks, `afterMs` after all were woken, and lets another listener take over. Nothing is woken
 * a second time and nothing scans: what is found is found by BullMQ alone.
 */
export async function killListener(url: string, prefix: string, afterMs: number): Promise<KilledListener> {
  const victim = await startListener({ url, prefix, concurrency: 2, lookMs })
  const survivor = createBullWake({ url, prefix, nowMs: () => Date.now(), log: { warn: (fields, message) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) } })
  try {
    await Promise.all(keys.map((id) => survivor.wake({ kind: 'pool', organizationId: 'o', environmentId: 'env-1', id })))
    await pause(afterMs)
    const killedAtMs = monotonicMs()
    await victim.kill9()
    const inHand = victim.begun.map(({ id }) => id).filter((id) => !victim.done.includes(id))
    const lookedAtMs = new Map<string, number>()
    await survivor.listen('pool', 4, async ({ id }) => void lookedAtMs.set(id, monotonicMs()))
    const open = () => keys.filter((id) => !victim.done.includes(id) && !lookedAtMs.has(id))
    while (open().length > 0 && monotonicMs() - killedAtMs < patienceMs) await pause(100)
    const after = (ids: string[]) => ids.flatMap((id) => (lookedAtMs.has(id) ? [(lookedAtMs.get(id) ?? 0) - killedAtMs] : []))
    return { brokenOff: inHand.length, inHandAfterMs: after(inHand), waitingAfterMs: after(keys.filter((id) => !inHand.includes(id) && !victim.done.includes(id))), lost: open().length }
  } finally {
    await survivor.close()
    await victim.kill9()
  }
}
