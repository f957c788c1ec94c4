export { createController } from './app.ts'
export type { Controller, ControllerEvents, ControllerOptions, Suspension } from './app.ts'
export { createLocalWake } from './local-wake.ts'
export { loops } from './loops.ts'
