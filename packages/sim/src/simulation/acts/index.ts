import type { Act } from '../sim.ts'
import { changeStatementActs } from './change-statements.ts'
import { createStatementActs } from './create-statements.ts'
import { poolAndConnectionActs } from './pools-and-connections.ts'
import { readActs } from './reads.ts'

/** Everything that users do. */
export const acts: readonly Act[] = [...createStatementActs, ...changeStatementActs, ...poolAndConnectionActs, ...readActs]
