import { hostileCode } from './hostile/code.ts'
import { hostileObjects } from './hostile/objects.ts'
import { hostileOptions } from './hostile/options.ts'
import { hostileText } from './hostile/text.ts'
import type { HostileStatement } from './hostile/hostile.ts'

export { hostileVectors, type HostileStatement } from './hostile/hostile.ts'

/** What must never reach Flink, each with where and what the author is told. */
export const hostileStatements: readonly HostileStatement[] = [...hostileCode, ...hostileText, ...hostileObjects, ...hostileOptions]
