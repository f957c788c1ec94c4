/** Writes progress for people: lines that stay, and on a terminal one line that is overwritten. */
export interface ProgressWriter {
  line(text: string, transient?: boolean): void
  /** Removes a transient line that is still shown. */
  end(): void
}

/** Without a terminal, transient lines come at most every `quietMs`, so that a log shows life without being flooded. */
export function createProgressWriter(out: { isTTY?: boolean; columns?: number; write(text: string): unknown }, nowMs: () => number = Date.now, quietMs = 10_000): ProgressWriter {
  let isTransientShown = false
  let lastTransientMs = nowMs()
  const clear = () => {
    if (isTransientShown) out.write('\r\u001b[2K')
    isTransientShown = false
  }
  return {
    line(text, transient = false) {
      if (!transient) {
        clear()
        out.write(`${text}\n`)
        return
      }
      if (out.isTTY === true) {
        clear()
        out.write(text.slice(0, Math.max(20, (out.columns ?? 80) - 1)))
        isTransientShown = true
      } else if (nowMs() - lastTransientMs >= quietMs) {
        lastTransientMs = nowMs()
        out.write(`${text}\n`)
      }
    },
    end: clear,
  }
}
