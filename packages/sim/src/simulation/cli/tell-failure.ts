import { defaultSteps, runSimulation } from '../run-simulation.ts'
import type { SimulationOptions, SimulationResult } from '../simulation-options.ts'

const linesMax = 120

/** The one command that repeats a run. */
export const commandFor = (seed: number, steps: number): string => `npx pnpm@12 sim --seed ${seed}${steps === defaultSteps ? '' : ` --steps ${steps}`} --trace`

/**
 * Tells the story of a failed run: the run is made again, with lines, and the last of them are shown; what was violated; and the
 * command that repeats it.
 */
export async function tellFailure(result: SimulationResult, steps: number, options: Pick<SimulationOptions, 'plant'> = {}): Promise<string> {
  if (result.failure === undefined) throw new Error('The run did not fail.')
  const lines: string[] = []
  const again = await runSimulation(result.seed, { ...options, steps, onLine: (line) => void lines.push(line) })
  const { failure } = result
  return [
    `Seed ${result.seed} failed ${failure.step === 'quiet' ? 'in the quiet after its last step' : `at step ${failure.step} of ${steps}`}. The end of its story:`,
    ...lines.slice(-linesMax).map((line) => (line.length > 300 ? `${line.slice(0, 300)}…` : line)),
    ...(again.hash === result.hash ? [] : ['This is another story than the one that failed: the run is not repeatable, which is a bug of its own.']),
    '',
    ...failure.violations.map((violation) => `VIOLATION: ${violation}`),
    '',
    commandFor(result.seed, steps),
  ].join('\n')
}
