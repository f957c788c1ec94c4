import type { SimulationResult } from '../simulation-options.ts'
import type { Command } from './read-arguments.ts'
import { usage } from './read-arguments.ts'
import type { Subject } from './subjects.ts'
import { tellFailure } from './tell-failure.ts'

/** What a command needs of the machine. */
export interface Terminal {
  write(line: string): void
  /** Real time: for the end of a soak and for speed, never for a run. */
  nowMs(): number
}

const progressEveryMs = 10_000

/** Does what was asked; returns the exit code. */
export async function runCommand(command: Command, terminal: Terminal): Promise<number> {
  switch (command.kind) {
    case 'help':
      terminal.write(usage)
      return 0
    case 'problem':
      terminal.write(`${command.message}\n\n${usage}`)
      return 2
    case 'one':
      return runOne(command, terminal)
    case 'range':
      return runMany(command, (seed) => seed <= command.to, terminal)
    case 'soak': {
      const untilMs = terminal.nowMs() + command.minutes * 60_000
      return runMany(command, () => terminal.nowMs() < untilMs, terminal)
    }
  }
}

async function runOne({ subject, seed, steps, trace }: Extract<Command, { kind: 'one' }>, terminal: Terminal): Promise<number> {
  const result = await subject.run(seed, { steps, ...(trace ? { onLine: terminal.write } : {}) })
  if (result.failure !== undefined) {
    terminal.write(await tellFailure(result, steps, { subject }))
    return 1
  }
  const well = result.convergedAfterMs === undefined ? '' : `, well ${result.convergedAfterMs} ms after the last fault`
  terminal.write(`Seed ${seed}: ${result.stepsDone} steps, ${Math.round(result.virtualMs / 1_000)} s of virtual time${well}. Hash ${result.hash}`)
  terminal.write(renderCounts(result.counts))
  return 0
}

async function runMany({ subject, from, steps }: { subject: Subject; from: number; steps: number }, goesOn: (seed: number) => boolean, terminal: Terminal): Promise<number> {
  const startMs = terminal.nowMs()
  const counts: Record<string, number> = {}
  let seeds = 0
  let toldMs = startMs
  const progress = () => {
    const seconds = Math.max(0.001, (terminal.nowMs() - startMs) / 1_000)
    terminal.write(`${seeds} seeds, ${seeds * steps} steps, ${(seeds / seconds).toFixed(1)} seeds/s, ${Math.round((seeds * steps) / seconds)} steps/s`)
  }
  for (let seed = from; goesOn(seed); seed++) {
    const result = await subject.run(seed, { steps })
    if (result.failure !== undefined) {
      progress()
      terminal.write(await tellFailure(result, steps, { subject }))
      return 1
    }
    seeds += 1
    addCounts(counts, result.counts)
    if (terminal.nowMs() - toldMs < progressEveryMs) continue
    toldMs = terminal.nowMs()
    progress()
  }
  progress()
  terminal.write(renderCounts(counts))
  return 0
}

/** Adds the counts of one run to those of many. */
export function addCounts(sum: Record<string, number>, counts: SimulationResult['counts']): void {
  for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count
}

/** The counts, by name, several on a line. */
export function renderCounts(counts: Record<string, number>): string {
  const groups = new Map<string, string[]>()
  for (const name of Object.keys(counts).sort()) {
    const [first = '', ...rest] = name.split(' ')
    const group = groups.get(first) ?? []
    groups.set(first, group)
    group.push(`${rest.join(' ')} ${counts[name]}`.trim())
  }
  return [...groups].map(([name, entries]) => `${name}: ${entries.join(', ')}`).join('\n')
}
