import type { Benchmark } from './benchmark.ts'
import { coldBenchmark } from './cold.ts'
import { insertBenchmark } from './insert.ts'
import { pureBenchmark } from './pure.ts'
import { selectBenchmark } from './select.ts'

/** Every benchmark, in the order in which they are listed. */
export const benchmarks: readonly Benchmark[] = [pureBenchmark, insertBenchmark, coldBenchmark, selectBenchmark]
