/** A duration for people: `840 ms`, `12.3 s`, `4 min 05 s`. */
export function readableMs(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(1)} s`
  const seconds = Math.round(durationMs / 1_000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

// Assertion messages carry the colour codes of a terminal.
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

/** A text without the colour codes of a terminal. */
export function withoutColour(text: string): string {
  return text.replace(COLOUR, '')
}
