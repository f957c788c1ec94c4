/** Presses of Ctrl-C, counted. */
export interface Interrupts {
  close(): void
}

/**
 * Calls `onPress` with 1, 2, 3… for each SIGINT, SIGTERM or SIGHUP. A press in a terminal reaches us several times at once (from the terminal,
 * and again from npx and pnpm, which pass it on): signals within `oneMs` are one press.
 */
export function countInterrupts(onPress: (count: number, signal: NodeJS.Signals) => void, target: NodeJS.EventEmitter = process, nowMs: () => number = Date.now, oneMs = 800): Interrupts {
  let count = 0
  let lastMs = Number.NEGATIVE_INFINITY
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const listener = (signal: NodeJS.Signals): void => {
    const atMs = nowMs()
    if (atMs - lastMs < oneMs) return
    lastMs = atMs
    count += 1
    onPress(count, signal)
  }
  for (const signal of signals) target.on(signal, listener)
  return {
    close: () => {
      for (const signal of signals) target.off(signal, listener)
    },
  }
}
