export { createLogger } from './create-logger.ts'
export type { Logger, LoggerOptions } from './create-logger.ts'
export { createMetrics } from './create-metrics.ts'
export type { Metrics } from './create-metrics.ts'
