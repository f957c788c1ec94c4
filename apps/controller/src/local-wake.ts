import type { Listening, WakePort, WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'

/** Longer delays are left to others: the queue, where every controller sees them, or the scan. */
const localDelayMsMax = 2_000

export interface LocalWakeOptions {
  /** Somebody scans for keys that are due: then a long delay needs no signal. Of each that the queue keeps, a chain of looks would come, for as long as the key is there. */
  isScanned?: boolean
}

interface Kind {
  concurrency: number
  look(key: WorkKey): Promise<void>
  running: number
  waiting: Map<string, WorkKey>
  /** Keys that are being looked at: woken meanwhile, they are looked at once more, behind those that wait. */
  busy: Map<string, { again: boolean }>
}

/**
 * Wakes of this process for this process, without the way through the queue: where somebody here listens for the kind, the key is looked at
 * here, at most `concurrency` at a time beside those that the queue brings. What is lost with the process is found by the scan, as
 * is a lost signal of the queue. Of several delayed wakes of a key the earliest counts. Long delays, and kinds that nobody here listens for,
 * go through the queue.
 */
export function createLocalWake(queue: WakePort, { isScanned = false }: LocalWakeOptions = {}): WakePort {
  const kinds = new Map<WorkKey['kind'], Kind>()
  const timers = new Map<string, { atMs: number; timer: NodeJS.Timeout }>()

  const enqueue = (kind: Kind, key: WorkKey): void => {
    const name = renderWorkKey(key)
    const busy = kind.busy.get(name)
    if (busy === undefined) kind.waiting.set(name, key)
    else busy.again = true
    pump(kind)
  }
  const pump = (kind: Kind): void => {
    for (const [name, key] of kind.waiting) {
      if (kind.running >= kind.concurrency) return
      kind.waiting.delete(name)
      kind.running += 1
      const entry = { again: false }
      kind.busy.set(name, entry)
      void kind.look(key).catch(() => undefined).then(() => {
        kind.running -= 1
        kind.busy.delete(name)
        if (entry.again) kind.waiting.set(name, key)
        pump(kind)
      })
    }
  }

  return {
    async wake(key, delayMs = 0) {
      const kind = kinds.get(key.kind)
      if (kind === undefined) return queue.wake(key, delayMs)
      if (delayMs > localDelayMsMax) return isScanned ? undefined : queue.wake(key, delayMs)
      if (delayMs <= 0) return enqueue(kind, key)
      const name = renderWorkKey(key)
      const atMs = performance.now() + delayMs
      const planned = timers.get(name)
      // One look at the earlier time decides anew when to look next: two timers would become two chains of looks, for ever.
      if (planned !== undefined && planned.atMs <= atMs) return
      clearTimeout(planned?.timer)
      const timer = setTimeout(() => {
        timers.delete(name)
        if (kinds.get(key.kind) === kind) enqueue(kind, key)
      }, delayMs)
      timers.set(name, { atMs, timer })
    },

    async listen(name, concurrency, look) {
      const kind: Kind = { concurrency, look, running: 0, waiting: new Map(), busy: new Map() }
      const listening: Listening = await queue.listen(name, concurrency, look)
      kinds.set(name, kind)
      return {
        async stop() {
          if (kinds.get(name) === kind) kinds.delete(name)
          kind.waiting.clear()
          if (kinds.size === 0) for (const { timer } of timers.values()) clearTimeout(timer)
          await listening.stop()
          while (kind.running > 0) await new Promise((resolve) => setTimeout(resolve, 5))
        },
      }
    },
  }
}
