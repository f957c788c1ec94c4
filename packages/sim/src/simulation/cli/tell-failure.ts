import type { SimulationOptions, SimulationResult } from '../simulation-options.ts'
import { product } from './subjects.ts'
import type { Subject } from './subjects.ts'

const linesMax = 120

/** The one command that repeats a run. */
export const commandFor = (seed: number, steps: number, { option, steps: usual }: Pick<Subject, 'option' | 'steps'> = product): string => `npx pnpm@12 sim${option} --seed ${seed}${steps === usual ? '' : ` --steps ${steps}`} --trace`

/**
 * Tells the story of a failed run: the run is made again, with lines, and the last of them are shown; what was violated; and the
 * command that repeats it.
 */
export async function tellFailure(result: SimulationResult, steps: number, { subject = product, ...options }: Pick<SimulationOptions, 'plant'> & { subject?: Subject } = {}): Promise<string> {
  if (result.failure === undefined) throw new Error('The run did not fail.')
  const lines: string[] = []
  const again = await subject.run(result.seed, { ...options, steps, onLine: (line) => void lines.push(line) })
  const { failure } = result
  return [
    `Seed ${result.seed} failed ${failure.step === 'quiet' ? 'in the quiet after its last step' : failure.step === 'end' ? 'when everything was deleted' : `at step ${failure.step} of ${steps}`}. The end of its story:`,
    ...lines.slice(-linesMax).map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line)),
    ...(again.hash === result.hash ? [] : ['This is another story than the one that failed: the run is not repeatable, which is a bug of its own.']),
    '',
    ...failure.violations.map((violation) => `VIOLATION: ${violation}`),
    '',
    commandFor(result.seed, steps, subject),
  ].join('\n')
}
