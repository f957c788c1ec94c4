import { renderWorkKey } from '@headgate/ports'
import type { WorkKey } from '@headgate/ports'

/** Runs turns, never two of one key at once in this process; a wish that comes meanwhile makes one more turn. */
export interface Runner {
  run(key: WorkKey): Promise<void>
  /** Resolves when no turn is under way. */
  idle(): Promise<void>
}

export function createRunner(turn: (key: WorkKey) => Promise<void>): Runner {
  const running = new Map<string, { done: Promise<void>; again: boolean }>()
  const loop = async (key: WorkKey, name: string): Promise<void> => {
    for (;;) {
      await turn(key)
      const entry = running.get(name)
      if (entry === undefined || !entry.again) break
      entry.again = false
    }
    running.delete(name)
  }
  return {
    run(key) {
      const name = renderWorkKey(key)
      const entry = running.get(name)
      if (entry !== undefined) {
        entry.again = true
        return entry.done
      }
      const started = { done: Promise.resolve(), again: false }
      running.set(name, started)
      started.done = loop(key, name)
      return started.done
    },
    async idle() {
      while (running.size > 0) await Promise.allSettled([...running.values()].map((entry) => entry.done))
    },
  }
}
