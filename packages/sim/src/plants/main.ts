import { bugs } from './bugs/index.ts'
import { plantUsage, readPlantArguments } from './read-plant-arguments.ts'
import { renderHunts } from './render-hunts.ts'
import { inParallel, startHunt } from './start-hunt.ts'

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
    const { from, to, steps, isHinted, processes } = command
    const range = Array.from({ length: to - from + 1 }, (_, index) => from + index)
    const hunts = await inParallel(command.bugs, processes, async (bug) => {
      const seeds = isHinted ? [bug.seedHint, ...range.filter((seed) => seed !== bug.seedHint)] : range
      const found = await startHunt(bug.name, seeds, steps)
      process.stderr.write(`${found.seed === undefined ? 'NOT FOUND' : 'found'} ${bug.name} (${found.seedsRun} seeds)\n`)
      return found
    })
    write(renderHunts(command.bugs, hunts))
    const missed = hunts.filter((each) => each.seed === undefined)
    // What is found in the code as it is would be found in the planted code as well, and prove nothing.
    const asItIs = await startHunt(undefined, [...new Set(hunts.flatMap((each) => each.seed ?? []))].sort((a, b) => a - b), steps)
    if (asItIs.seed !== undefined) write(`The code as it is fails with seed ${asItIs.seed}: ${asItIs.violation}`)
    write(`${hunts.length - missed.length} of ${hunts.length} planted bugs found.`)
    process.exitCode = missed.length === 0 && asItIs.seed === undefined ? 0 : 1
  }
}
