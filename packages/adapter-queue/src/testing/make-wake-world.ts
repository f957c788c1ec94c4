import { createBullWake } from '../create-bull-wake.ts'
import type { WakeLog } from '../problem-log.ts'

/** What the contract of wakes is tried on, in real time: one process that sends and another one that listens, each by its own URL of one server. */
export function makeWakeWorld(urls: { sender: string; receiver: string }, log: WakeLog) {
  const [sender, receiver] = [urls.sender, urls.receiver].map((url) => createBullWake({ url, prefix: 'contract', nowMs: Date.now, log })) as [ReturnType<typeof createBullWake>, ReturnType<typeof createBullWake>]
  return {
    wake: { wake: sender.wake, listen: receiver.listen },
    nowMs: () => performance.now(),
    letPass: async (durationMs: number) => await new Promise<void>((resolve) => setTimeout(resolve, durationMs)),
    stop: async () => {
      await Promise.all([sender.close(), receiver.close()])
    },
  }
}
