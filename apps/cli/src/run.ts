import { CommanderError } from 'commander'
import { CommandFailure } from './failure.ts'
import { createProgram } from './program.ts'
import { createTerminal } from './terminal.ts'

const terminal = createTerminal()
// `headgate ... | head` closes the pipe: that is no error, but a running query must be ended, as by Ctrl-C.
let isPipeClosed = false
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' || isPipeClosed) return
  isPipeClosed = true
  if (process.listenerCount('SIGINT') > 0) process.emit('SIGINT')
  else process.exit(0)
})

const program = createProgram(terminal)
try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError)
    // 1 is commander's code for wrong usage.
    process.exitCode = error.exitCode === 1 ? 2 : error.exitCode
  else if (error instanceof CommandFailure) {
    terminal.note(`Error: ${error.message}`)
    process.exitCode = error.exitCode
  } else throw error
}
