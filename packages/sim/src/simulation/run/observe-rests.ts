import { checkpointsKey, statementKey } from '@headgate/domain'
import type { Statement } from '@headgate/domain'
import type { Sim } from '../sim.ts'
import type { StatementTruth } from './ledger.ts'
import { observeTable } from './observe-table.ts'

/** Holds what each write says of a statement's rest, and of a person's decision about it, against what truly happened. */
export function observeRests(sim: Sim): void {
  const { ledger, world } = sim
  observeTable(world.stores.database.statements as Map<string, Statement>, (before, after) => {
    const truth = after === undefined ? undefined : ledger.statements.get(after.uid)
    if (before === undefined || after === undefined || truth === undefined) return
    const found = [...claims(sim, before, after, truth), ...needlessParking(sim, before, after, truth), ...forgottenDecision(before, after)]
    ledger.violations.push(...found.map((problem) => `${after.name} (${after.uid}): ${problem}`))
  })
}

function claims({ world, ledger }: Sim, before: Statement, after: Statement, truth: StatementTruth): string[] {
  const problems: string[] = []
  if (after.status.phase === 'RUNNING' && /JobManager of the job does not answer/.test(after.status.waitingFor ?? '')) problems.push('RUNNING is claimed, and its JobManager is not seen')
  const isCompleted = after.intent.rest === 'completed' && before.intent.rest !== 'completed' && after.class === 'insert' && !after.dryRun
  // With its savepoint and its JobManager gone, nothing tells a job that ended for one from a job that finished.
  const isUnknowable = [...ledger.vanished].some((uri) => uri.startsWith(`${world.blobs.uri(statementKey(truth))}/savepoints/`))
  if (isCompleted && !truth.finishedByItself && !isUnknowable && before.intent.resolution !== 'treat-as-complete') problems.push('it is COMPLETED, and no job of it finished by itself')
  return problems
}

/** Nobody is asked for what can be known: the state is there, or it is told how the job ended. */
function needlessParking({ world, ledger }: Sim, before: Statement, after: Statement, truth: StatementTruth): string[] {
  if (after.intent.rest !== 'parked' || before.intent.rest === 'parked') return []
  const { blobs } = world
  const last = truth.jobs.at(-1)
  if (truth.finishedByItself) {
    const isArchived = last?.state === 'FINISHED' && blobs.keysNow().some((key) => key.endsWith(`/jobs/${last.request.jobId}`))
    return isArchived ? ['it is parked, although the archive of its last job tells that it FINISHED'] : []
  }
  if ([...ledger.vanished].some((uri) => uri.startsWith(`${blobs.uri(statementKey(truth))}/`))) return []
  // What was there before its last run says nothing of how far that came: of a bounded statement it may have come to the end.
  const isBounded = after.observed.prepared?.bounded === true
  const own = isBounded ? [`${checkpointsKey(truth)}/${last?.request.jobId}/`] : [`${checkpointsKey(truth)}/`, `${statementKey(truth)}/savepoints/`]
  const there = blobs.keysNow(statementKey(truth)).find((key) => key.endsWith('/_metadata') && own.some((prefix) => key.startsWith(prefix)))
  return there === undefined ? [] : [`it is parked, although ${there} is there`]
}

/** What a person decided about a parked statement is carried out, or a later decision takes its place. */
function forgottenDecision(before: Statement, after: Statement): string[] {
  const { resolution } = before.intent
  if (before.intent.rest !== 'parked' || resolution === undefined) return []
  const isKept = after.intent.rest === 'parked' && after.intent.resolution !== undefined
  const isCarriedOut = resolution === 'treat-as-complete' ? after.intent.rest === 'completed' : after.intent.rest === undefined && after.intent.resolution === resolution
  return isKept || isCarriedOut ? [] : [`the decision ${resolution} about it is forgotten`]
}
