import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** The metrics of one process. Each has its own registry, so that several can live in one process. */
export interface Metrics {
  registry: Registry
  counter<L extends string>(name: string, help: string, labels: readonly L[]): Counter<L>
  gauge<L extends string>(name: string, help: string, labels: readonly L[]): Gauge<L>
  /** `bucketsSeconds` are upper bounds in seconds; the default reaches from 1 ms to 60 s. */
  histogram<L extends string>(name: string, help: string, labels: readonly L[], bucketsSeconds?: readonly number[]): Histogram<L>
  /** The text that Prometheus reads, and its content type. */
  render(): Promise<{ contentType: string; text: string }>
}

/** Dry runs wait for Flink's planner up to 45 s, so the last bound lies above that. */
const defaultBucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Every metric is named `headgate_<component>_<name>`; the unit is the end of the name. `withProcessMetrics` adds memory, CPU and event loop. */
export function createMetrics(options: { component: string; withProcessMetrics?: boolean }): Metrics {
  const registry = new Registry()
  const prefix = `headgate_${options.component}_`
  if (options.withProcessMetrics === true) collectDefaultMetrics({ register: registry, prefix })
  const common = <L extends string>(name: string, help: string, labels: readonly L[]) => ({
    name: `${prefix}${name}`,
    help,
    labelNames: labels,
    registers: [registry],
  })
  return {
    registry,
    counter: (name, help, labels) => new Counter(common(name, help, labels)),
    gauge: (name, help, labels) => new Gauge(common(name, help, labels)),
    histogram: (name, help, labels, bucketsSeconds = defaultBucketsSeconds) =>
      new Histogram({ ...common(name, help, labels), buckets: [...bucketsSeconds] }),
    render: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}
