import type { Result } from '@headgate/domain'

/** Looks names of hosts up, as the machine does that will connect to them. */
export interface NamePort {
  /** Every IP address of a host name. `not-found`: the name surely has none; `unavailable`: nobody answered in time. */
  resolve(host: string): Promise<Result<string[]>>
}
