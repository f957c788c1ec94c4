import { failed, ok } from '@headgate/domain'
import type { Failure, ResultColumn, Result, ResultRow } from '@headgate/domain'
import type { GatewayPage } from '@headgate/ports'

/** The pages of an operation, as Flink's result fetcher keeps them: the current one and the one before. */
export interface ResultPages {
  /** Adds rows to the buffer, as many as fit; returns how many. */
  offer(rows: ResultRow[]): number
  room(): number
  /** No rows follow those in the buffer. */
  end(): void
  /** The result cannot go on. */
  fail(failure: Failure): void
  page(token: number): Result<GatewayPage>
}

/** An empty result under these columns. */
export function createResultPages(options: { columns: ResultColumn[]; jobId?: string; bufferRowsMax: number; pageRowsMax: number }): ResultPages {
  const { columns, jobId, bufferRowsMax, pageRowsMax } = options
  const buffer: ResultRow[] = []
  let isEnded = false
  let failure: Failure | undefined
  let current = 0
  let previous: ResultRow[] = []
  const common = { columns, ...(jobId === undefined ? {} : { jobId }) }
  return {
    offer(rows) {
      const taken = rows.slice(0, Math.max(0, bufferRowsMax - buffer.length))
      buffer.push(...taken)
      return taken.length
    },
    room: () => Math.max(0, bufferRowsMax - buffer.length),
    end: () => void (isEnded = true),
    fail: (reason) => void (failure ??= reason),
    page(token) {
      if (token === current - 1) return ok({ state: 'payload', ...common, rows: structuredClone(previous), nextToken: current })
      // A reader that was away is told the present token; it gets no rows twice, and those that went by it does not get at all.
      if (token < current - 1) return ok({ state: 'payload', ...common, rows: [], nextToken: current - 1 })
      if (token !== current) return failed('rejected', `Expecting token to be ${current} or ${current - 1}, but found ${token}.`)
      if (failure !== undefined) return failure
      if (buffer.length === 0 && isEnded) return ok({ state: 'end', ...common, rows: [] })
      // An empty page moves the token on too.
      previous = buffer.splice(0, pageRowsMax)
      current += 1
      return ok({ state: 'payload', ...common, rows: structuredClone(previous), nextToken: current })
    },
  }
}
