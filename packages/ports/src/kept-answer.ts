/** What a request was answered, kept to be given again. */
export interface KeptAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** An idempotency key that one request holds. Whoever holds it alone may keep an answer under it. */
export interface Reservation {
  organizationId: string
  key: string
  /** Of one request, used by no other. */
  holder: string
}

/**
 * Keeps the answer of an idempotent request in the very transaction of what it did: both are stored, or neither, whatever happens to the
 * connection. If the reservation is over or another's, the transaction is rolled back and the verb is `unavailable`.
 */
export interface AnswerKeeper<Effect> extends Reservation {
  keepUntilMs: number
  /** The answer to what was done. Must not wait or fail. */
  render(effect: Effect): KeptAnswer
}
