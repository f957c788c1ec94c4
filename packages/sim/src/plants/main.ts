import { bugs } from './bugs/index.ts'
import { plantUsage, readPlantArguments } from './read-plant-arguments.ts'
import { renderHunts } from './render-hunts.ts'
import { inParallel, startHunt } from './start-hunt.ts'
import { huntedIn } from './subjects.ts'

const command = readPlantArguments(process.argv.slice(2))
const write = (text: string): void => void process.stdout.write(`${text}\n`)

switch (command.kind) {
  case 'help':
    write(plantUsage)
    break
  case 'problem':
    write(`${command.message}\n\n${plantUsage}`)
    process.exitCode = 2
    break
  case 'list':
    for (const bug of bugs) write(`${bug.name.padEnd(36)} ${bug.breaks}`)
    break
  case 'hunt': {
    const { range, processes } = command
    const hunts = await inParallel(command.bugs, processes, async (bug) => {
      const { name, steps, seedsMax } = huntedIn(bug)
      const { from, to } = range ?? { from: 1, to: seedsMax }
      const all = Array.from({ length: to - from + 1 }, (_, index) => from + index)
      const seeds = range === undefined ? [bug.seedHint, ...all.filter((seed) => seed !== bug.seedHint)] : all
      const found = await startHunt(bug.name, name, seeds, command.steps ?? steps)
      process.stderr.write(`${found.seed === undefined ? 'NOT FOUND' : 'found'} ${bug.name} (${found.seedsRun} seeds)\n`)
      return found
    })
    write(renderHunts(command.bugs, hunts))
    const missed = hunts.filter((each) => each.seed === undefined)
    // What is found in the code as it is would be found in the planted code as well, and prove nothing.
    const fails: string[] = []
    for (const { name, steps } of new Map(command.bugs.map((bug) => [huntedIn(bug).name, huntedIn(bug)])).values()) {
      const seeds = [...new Set(hunts.flatMap((each) => (command.bugs.some((bug) => bug.name === each.name && huntedIn(bug).name === name) ? (each.seed ?? []) : [])))].sort((a, b) => a - b)
      const asItIs = seeds.length === 0 ? undefined : await startHunt(undefined, name, seeds, command.steps ?? steps)
      if (asItIs?.seed !== undefined || asItIs?.problem !== undefined) fails.push(`The code as it is fails with seed ${asItIs.seed} (${name}): ${asItIs.violation ?? asItIs.problem}`)
    }
    for (const failure of fails) write(failure)
    write(`${hunts.length - missed.length} of ${hunts.length} planted bugs found.`)
    process.exitCode = missed.length === 0 && fails.length === 0 ? 0 : 1
  }
}
