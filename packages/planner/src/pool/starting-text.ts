import type { Pool } from '@headgate/domain'

/** What a statement waits for while its pool starts `what`, with the reason if the last attempt failed. */
export function startingText(pool: Pool, what: string): string {
  const failure = pool.observed.startFailure
  const waiting = `The compute pool is starting ${what}.`
  return failure === undefined ? waiting : `${waiting} The last attempt failed: ${failure.message}`
}
