import { setTimeout as sleep } from 'node:timers/promises'
import type { Probe } from '../watch/probe.ts'

/** A client that reads the pages of a streaming SELECT, one after the other, and tries again where one fails. */
export interface Reader {
  /** Ids by partition of the input, in the order in which they were served. */
  served(): number[][]
  count(): number
  /** When the last row came. */
  newestAtMs(): number
  /** The result has no further page. */
  isAtEnd(): boolean
  /** Why the newest attempts failed, if they did. */
  lastProblem(): string | undefined
  stop(): Promise<void>
}

interface Page {
  results: { data: { op?: number; row: [string, string] }[] }
  metadata: { next?: string }
}

const pauseMs = 100

export function startReader(probe: Probe, resultsPath: string, partitions: number): Reader {
  const served: number[][] = Array.from({ length: partitions }, () => [])
  let next: string | undefined = resultsPath
  let isStopped = false
  let newestAtMs = 0
  let problem: string | undefined
  const loop = (async () => {
    while (!isStopped && next !== undefined) {
      const answer = await probe.get(next)
      if ('error' in answer || answer.status !== 200) {
        problem = 'error' in answer ? answer.error : `HTTP ${answer.status} ${answer.text.slice(0, 300)}`
        await sleep(500)
        continue
      }
      problem = undefined
      const page = answer.body as Page
      for (const { row } of page.results.data) served[Number(row[1]) % partitions]?.push(Number(row[0]))
      if (page.results.data.length > 0) newestAtMs = Date.now()
      next = page.metadata.next === '' ? undefined : page.metadata.next
      await sleep(pauseMs)
    }
  })()
  return {
    served: () => served,
    count: () => served.reduce((sum, ids) => sum + ids.length, 0),
    newestAtMs: () => newestAtMs,
    isAtEnd: () => next === undefined,
    lastProblem: () => problem,
    async stop() {
      isStopped = true
      await loop
    },
  }
}
