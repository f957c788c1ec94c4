/** Where in the text of a statement something is wrong; counted from 1. */
export interface Position {
  line: number
  column: number
}

const leading = /^(?:.*?\. )??(?:From line (\d+), column (\d+) to line \d+, column \d+|At line (\d+), column (\d+)): /s
const trailing = / at line (\d+), column (\d+)\b/

/** Reads the position in a message of Flink; one that leads it is taken off. */
export function takePosition(message: string): { position?: Position; rest: string } {
  const lead = leading.exec(message)
  if (lead !== null) return { position: { line: Number(lead[1] ?? lead[3]), column: Number(lead[2] ?? lead[4]) }, rest: message.slice(lead[0].length) }
  const trail = trailing.exec(message)
  return trail === null ? { rest: message } : { position: { line: Number(trail[1]), column: Number(trail[2]) }, rest: message }
}
