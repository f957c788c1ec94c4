import { failed, ok } from './result.ts'
import type { Result } from './result.ts'
import type { Statement, StatementSpec } from './statement.ts'

/** The parts of a statement's spec that can change after its creation. */
export interface StatementChange {
  stopped?: boolean
  computePoolId?: string
  principal?: string
  labels?: Record<string, string>
}

/**
 * Whether a change of a statement is legal, and the spec it leads to; the very same spec object when nothing changes.
 * - Stopping changes nothing else.
 * - Only INSERT-like statements resume. A resume may name another compute pool and principal.
 * - Compute pool and principal change only while the statement is STOPPED, or as it resumes from there.
 * - Labels change at any time before the deletion.
 *
 * `conflict`: not in the present state. `rejected`: never.
 */
export function checkStatementChange(statement: Pick<Statement, 'name' | 'class' | 'spec' | 'status' | 'deletionRequestedAtMs'>, change: StatementChange): Result<StatementSpec> {
  const { spec, name } = statement
  const next: StatementSpec = {
    ...spec,
    stopped: change.stopped ?? spec.stopped,
    computePoolId: change.computePoolId ?? spec.computePoolId,
    principal: change.principal ?? spec.principal,
    labels: change.labels ?? spec.labels,
  }
  const moves = next.computePoolId !== spec.computePoolId
  const changesPrincipal = next.principal !== spec.principal
  const relabels = !sameLabels(next.labels, spec.labels)
  const turns = next.stopped !== spec.stopped
  if (!moves && !changesPrincipal && !relabels && !turns) return ok(spec)
  if (statement.deletionRequestedAtMs !== undefined) return failed('conflict', `The statement '${name}' is being deleted and takes no changes.`)
  const ended = statement.status.phase === 'COMPLETED' || statement.status.phase === 'FAILED'
  if (turns && ended) {
    return failed('conflict', `The statement '${name}' is ${statement.status.phase}: it cannot be ${next.stopped ? 'stopped' : 'resumed'} any more. Create a new statement to run it again.`)
  }
  if (turns && next.stopped && (moves || changesPrincipal || relabels)) {
    return failed('rejected', 'A request that stops a statement can change nothing else. Stop it first, then change it.')
  }
  if (turns && !next.stopped && statement.class !== 'insert') {
    return failed('rejected', `Only INSERT INTO, CREATE TABLE AS and EXECUTE STATEMENT SET can be resumed. Create a new statement to run '${name}' again.`)
  }
  if ((moves || changesPrincipal) && !(spec.stopped && statement.status.phase === 'STOPPED')) {
    return failed('conflict', `The ${moves ? 'compute pool' : 'principal'} of a statement can be changed only while it is STOPPED; '${name}' is ${statement.status.phase}. Stop it and wait until it is STOPPED.`)
  }
  return ok(next)
}

function sameLabels(a: Record<string, string>, b: Record<string, string>): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && a[name] === b[name])
}
