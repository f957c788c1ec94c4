/** Ends the command: one line (or a few) for the user, and the exit code. Caught in `run.ts` alone. */
export class CommandFailure extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'CommandFailure'
    this.exitCode = exitCode
  }
}
