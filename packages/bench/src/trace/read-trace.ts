import { readFile } from 'node:fs/promises'

/** One call that the controller made through a port, as its trace file tells it. */
export interface Span {
  /** What was being worked on: `statement/<organization>/<environment>/<uid>`. */
  key?: string
  port: string
  verb: string
  /** The first words of the SQL that was sent. */
  what?: string
  /** Milliseconds since the epoch, with fractions. */
  startMs: number
  durationMs: number
}

/** Reads the trace file of the controller; a last line that is being written is left out. */
export async function readTrace(path: string): Promise<Span[]> {
  return parseTrace(await readFile(path, 'utf8'))
}

export function parseTrace(text: string): Span[] {
  return text.split('\n').slice(0, -1).filter((line) => line !== '').map((line) => JSON.parse(line) as Span)
}
