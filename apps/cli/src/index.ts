export { createProgram } from './program.ts'
export { createTerminal } from './terminal.ts'
export type { Terminal } from './terminal.ts'
