export { monotonicMs } from './testing/monotonic-ms.ts'
export { startListener } from './testing/start-listener.ts'
export type { ListenerOptions, ListenerProcess } from './testing/start-listener.ts'
