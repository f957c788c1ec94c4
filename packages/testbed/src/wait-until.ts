import { setTimeout as sleep } from 'node:timers/promises'

/** Asks again and again until the answer is not undefined, and throws after `timeoutMs`, naming what was waited for. */
export async function waitUntil<T>(what: string, timeoutMs: number, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadlineMs = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadlineMs) throw new Error(`${what}: not within ${timeoutMs} ms.`)
    await sleep(100)
  }
}
