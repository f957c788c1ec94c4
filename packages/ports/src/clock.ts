/** Time. Leases and ages are judged by it; nothing in the core reads another clock. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMs(): number
  /** Resolves after at least `delayMs`; rejects never. The returned promise is not kept alive by `signal`'s abort: it resolves early then. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>
}

/** Ids and randomness, so that a seed can repeat a run. */
export interface Ids {
  uuid(): string
  /** `length` characters of [a-z0-9], unguessable in production. */
  token(length: number): string
  /** 32 lower-case hex characters: Flink's job ids and trigger ids. */
  hex32(): string
}
