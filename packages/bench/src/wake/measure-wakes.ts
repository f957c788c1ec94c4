import { randomUUID } from 'node:crypto'
import { createBullWake } from '@headgate/adapter-queue'
import { monotonicMs, startListener } from '@headgate/adapter-queue/testing'
import { pause } from '../stats/interleave.ts'

/** One home of the queue, with a listener in a process of its own. */
export interface MeasuredHome {
  /** Wakes `count` keys, the next one a while after the last one was looked at, and gives for each the milliseconds from the wake to the beginning of its look. */
  measure(count: number): Promise<number[]>
  stop(): Promise<void>
}

/** So long the queue rests between two: a listener that waits is what they mostly meet. */
const restMs = 5
const giveUpMs = 30_000

export async function openMeasuredHome({ senderUrl, listenerUrl, prefix }: { senderUrl: string; listenerUrl: string; prefix: string }): Promise<MeasuredHome> {
  const waiting = new Map<string, (atMs: number) => void>()
  const listener = await startListener({ url: listenerUrl, prefix, concurrency: 8, onBegun: (id, atMs) => waiting.get(id)?.(atMs) })
  const sender = createBullWake({ url: senderUrl, prefix, nowMs: () => Date.now(), log: { warn: (fields, message) => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) } })
  const one = async (): Promise<number> => {
    const id = randomUUID()
    const begun = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('A wake brought no look.')), giveUpMs)
      waiting.set(id, (atMs) => {
        clearTimeout(timer)
        resolve(atMs)
      })
    })
    const sentAtMs = monotonicMs()
    await sender.wake({ kind: 'pool', organizationId: 'o', environmentId: 'env-1', id })
    const tookMs = (await begun) - sentAtMs
    waiting.delete(id)
    return tookMs
  }
  return {
    async measure(count) {
      const took: number[] = []
      while (took.length < count) {
        took.push(await one())
        await pause(restMs)
      }
      return took
    },
    async stop() {
      await sender.close()
      await listener.kill9()
    },
  }
}
