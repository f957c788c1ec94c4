import { pause } from '../stats/interleave.ts'
import { readUsage } from './read-usage.ts'

const lookMs = 200
/** Of one core: what a server does that nobody asks anything. */
const quietShare = 0.1
const withinMs = 120_000

/** Waits until processes hardly use CPU any more, and returns how long that took. Throws when they do not come to rest. */
export async function untilQuiet(find: () => Promise<number[]>): Promise<number> {
  const startedMs = performance.now()
  const read = async () => ({ atMs: performance.now(), cpuMs: (await readUsage(await find())).cpuMs })
  for (let before = await read(); ; ) {
    await pause(lookMs)
    const after = await read()
    // The quiet stretch itself does not count.
    if (after.cpuMs - before.cpuMs <= (after.atMs - before.atMs) * quietShare) return before.atMs - startedMs
    if (after.atMs - startedMs > withinMs) throw new Error(`The processes were still busy after ${withinMs / 1_000} s.`)
    before = after
  }
}
