import type { Statement } from '@headgate/domain'
import { isBatch } from '@headgate/planner'
import { problem } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'
import { shownPhase } from '../render/render-statement.ts'

/** Why no snapshot of a statement can be taken now: 422 when it never can, 409 with what to do when its state is another. */
export function whyNotTaken(statement: Statement): Problem | undefined {
  const { name } = statement
  if (statement.class !== 'insert' || isBatch(statement)) {
    const what = statement.class === 'insert' ? `'${name}' runs in batch mode, which keeps no state that could be kept` : `'${name}' is no INSERT INTO, CREATE TABLE AS or EXECUTE STATEMENT SET`
    return problem(422, { detail: `Only statements that go on have snapshots: ${what}.`, pointer: '/statement_name' })
  }
  const phase = shownPhase(statement)
  if (phase === 'RUNNING') return undefined
  const advice = {
    PENDING: 'Wait until it is RUNNING.',
    STOPPING: 'Its stop takes a snapshot.',
    STOPPED: 'Its state is kept in the snapshot of its stop; resume it to take another.',
    DELETING: 'Its snapshots stay for the time that the policy says.',
    COMPLETED: 'A job that is done has no state any more.',
    FAILED: 'What it left is in the list of its snapshots.',
  }[phase]
  return problem(409, `The statement '${name}' is ${phase}, and only one that is RUNNING can write a snapshot. ${advice}`)
}
