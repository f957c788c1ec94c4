/** Shorter delays are not worth telling apart. */
const slotMsMin = 16

/**
 * When a delayed wake comes, rounded up so that many wakes of one key share few slots: never earlier than asked, at most a quarter of
 * the delay (or 16 ms) later. Two wakes with one slot are one signal.
 */
export function delayedSlotMs(nowMs: number, delayMs: number): number {
  const slotMs = Math.max(slotMsMin, 2 ** Math.floor(Math.log2(delayMs) - 2))
  return Math.ceil((nowMs + delayMs) / slotMs) * slotMs
}
