export { createController } from './app.ts'
export type { Controller, ControllerEvents, ControllerOptions, Suspension } from './app.ts'
export { loops } from './loops.ts'
