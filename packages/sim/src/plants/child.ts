import { bugs } from './bugs/index.ts'
import type { Hunt } from './hunt.ts'
import { hunt } from './hunt.ts'
import { plant } from './plant.ts'
import { loadSubject } from './subjects.ts'

/** One process hunts one bug: `child.ts NAME product|storage STEPS SEED,SEED,…`; without a name (`-`) the code is as it is. Answers with one line of JSON. */
const [name = '', subject = '', steps = '', seeds = ''] = process.argv.slice(2)
const answer = (found: Hunt): void => void process.stdout.write(`${JSON.stringify(found)}\n`)

const bug = bugs.find((each) => each.name === name) ?? { name, breaks: '', patches: [], caughtBy: /(?:)/, seedHint: 1 }
try {
  const notLoaded = plant(bug)
  const run = await loadSubject(subject === 'storage' ? 'storage' : 'product')
  const left = notLoaded()
  if (left.length > 0) throw new Error(`The simulation does not load ${left.join(', ')}: the bug is not planted.`)
  answer(await hunt(bug, seeds.split(',').map(Number), Number(steps), run))
} catch (error) {
  answer({ name, seedsRun: 0, others: [], problem: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
// Sleepers of the last world would keep it.
process.exit(0)
