import type { Strike } from '../sim.ts'
import { flinkStrikes } from './flink.ts'
import { platformStrikes } from './platform.ts'
import { processStrikes } from './processes.ts'

/** Everything that may befall the world between calls; for what befalls a call see `call-faults.ts`. */
export const strikes: readonly Strike[] = [...processStrikes, ...flinkStrikes, ...platformStrikes]
