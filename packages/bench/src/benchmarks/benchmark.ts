/** How a benchmark is run. */
export interface BenchmarkContext {
  /** Rounds that count; each benchmark has its own number where none is asked for. */
  rounds: number | undefined
  /** How many idle statements; absent: as many as the benchmark wants and the machine has memory for. */
  statements: number | undefined
  /** One line for a person who waits. */
  onProgress(line: string): void
}

/** One command. It prints what it found as ratios of both sides; it never fails because something is slow. */
export interface Benchmark {
  name: string
  title: string
  /** Returns the text that is printed. */
  run(context: BenchmarkContext): Promise<string>
}
