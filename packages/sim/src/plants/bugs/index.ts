import type { PlantedBug } from '../planted-bug.ts'
import { answerBugs } from './answers.ts'
import { poolBugs } from './pools.ts'
import { snapshotBugs } from './snapshots.ts'
import { startBugs } from './starts.ts'
import { stopBugs } from './stops.ts'
import { workBugs } from './work.ts'

/** Every planted bug. */
export const bugs: readonly PlantedBug[] = [...startBugs, ...stopBugs, ...poolBugs, ...workBugs, ...answerBugs, ...snapshotBugs]
