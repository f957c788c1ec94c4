import type { Api, Statement } from '../api/api.ts'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'

/** Follows a statement until it is in one of the phases, showing what it waits for. FAILED is a failure. */
export async function waitForPhase(api: Api, terminal: Terminal, begun: Statement, ends: readonly string[], options: { wait: boolean; timeout: number }): Promise<Statement> {
  let statement = begun
  const { name } = statement
  const untilMs = terminal.nowMs() + options.timeout * 1000
  while (options.wait && !ends.includes(statement.status.phase)) {
    if (terminal.nowMs() > untilMs) throw new CommandFailure(`${name} is still ${statement.status.phase} after ${options.timeout} s${statement.status.waiting_for ? `: ${statement.status.waiting_for}` : ''}. It goes on by itself: headgate statement describe ${name}`)
    terminal.note(`${name} is ${statement.status.phase}${statement.status.waiting_for ? `: ${statement.status.waiting_for}` : ''}`, true)
    await terminal.sleep(300)
    statement = await api.readStatement(name)
  }
  terminal.note('', true)
  if (statement.status.phase === 'FAILED') throw new CommandFailure(`${name} is FAILED: ${statement.status.detail}`)
  return statement
}
