import type { ApiUser } from '@headgate/e2e'
import { setTimeout as delay } from 'node:timers/promises'

/** A client that asks again and again, and repeats what failed as clients do. */
export interface RetryingClient {
  /** Ends it: how often it asked, and what failed three times in a row. */
  stop(): Promise<{ asked: number; repeated: number; failed: string[] }>
}

/** Reads a statement, five times a second. */
export function startRetryingClient(user: ApiUser, statement: string): RetryingClient {
  const told = { asked: 0, repeated: 0, failed: [] as string[] }
  let isOver = false
  const ask = async (): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      const why = await user.read(statement).then(() => undefined, String)
      if (why === undefined) return
      told.repeated += 1
      if (attempt === 3) return void told.failed.push(why)
      await delay(attempt * 500)
    }
  }
  const asking = (async () => {
    while (!isOver) {
      await ask()
      told.asked += 1
      await delay(200)
    }
  })()
  return {
    async stop() {
      isOver = true
      await asking
      return told
    },
  }
}
