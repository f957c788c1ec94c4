export { benchmarks } from './benchmarks/index.ts'
export type { Benchmark } from './benchmarks/benchmark.ts'
