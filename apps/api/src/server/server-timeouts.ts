/**
 * How long a client may take. Time runs from the connection for its first request and from the first byte for later ones, so that a
 * connection that says nothing is closed as well. None of them bounds how long an answer may take to be made.
 */
export const serverTimeouts = {
  /** Headers are one packet or two: nobody needs longer, and a slow sender of them holds a connection. */
  headersTimeoutMs: 15_000,
  /** Headers and body. The largest body (4 MiB) may come at 70 kB/s. */
  requestTimeoutMs: 60_000,
  /** Between two requests; longer than the 60 s of most proxies, so that it is they who close. */
  keepAliveTimeoutMs: 72_000,
  /** Nothing sent or taken, also of an answer under way: longer than a dry run (45 s) or the removal of an environment (20 s). */
  idleTimeoutMs: 120_000,
  /** How often the first two are looked at. */
  checkEveryMs: 5_000,
}
