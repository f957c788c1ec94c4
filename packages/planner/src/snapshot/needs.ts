import type { Snapshot, Statement, StorageStatement } from '@headgate/domain'
import { newestRestorePoint } from '../statement/decide-restore.ts'
import { hasLiveJob } from '../statement/live-job.ts'

/**
 * Why a statement needs a snapshot.
 * - `restoring`: its live generation was started from it and has no checkpoint of its own yet (restores are NO_CLAIM: Flink reads those files until then)
 * - `chosen`: a person chose it to go on from
 * - `resume-target`: it is what the statement would go on from
 */
export interface SnapshotNeed {
  statementUid: string
  statementName: string
  why: 'restoring' | 'chosen' | 'resume-target'
}

/** Every statement that needs this snapshot, with the reason. What is needed is not deleted. */
export function needsOf(snapshot: { observed: Pick<Snapshot['observed'], 'uri'> }, statements: readonly StorageStatement[]): SnapshotNeed[] {
  const { uri } = snapshot.observed
  if (uri === undefined) return []
  return statements.flatMap((statement) => {
    const why = needed(statement).find((need) => sameUri(need.uri, uri))?.why ?? (isOfLiveStop(statement, uri) ? 'resume-target' : undefined)
    return why === undefined ? [] : [{ statementUid: statement.uid, statementName: statement.name, why }]
  })
}

/**
 * The savepoint of an attempt to stop a generation that is not proven gone. Whoever stops it may not have seen yet that it is there; once
 * the generation is gone it is what the statement goes on from, also if the attempt is said to have failed.
 */
const isOfLiveStop = ({ uid, intent, observed, deletionRequestedAtMs }: StorageStatement, uri: string): boolean =>
  deletionRequestedAtMs === undefined && hasLiveJob({ intent, observed } as Statement) && uri.includes(`/statements/${uid}/savepoints/${intent.generation?.generation}-`)

/** The snapshots that a statement needs now, by URI. */
export function needed(statement: StorageStatement): { uri: string; why: SnapshotNeed['why'] }[] {
  const { intent, observed } = statement
  if (intent.rest === 'completed' || intent.rest === 'failed') return []
  const needs: { uri: string; why: SnapshotNeed['why'] }[] = []
  const { generation } = intent
  const isLive = hasLiveJob({ intent, observed })
  const hasOwn = generation !== undefined && (observed.newestSnapshot?.generation ?? 0) >= generation.generation
  if (isLive && !hasOwn && generation?.restoreFrom !== undefined) needs.push({ uri: generation.restoreFrom.uri, why: 'restoring' })
  // One that is being deleted is not started again; its job may still be reading.
  if (statement.deletionRequestedAtMs !== undefined) return needs
  if (intent.chosen !== undefined) needs.push({ uri: intent.chosen.uri, why: 'chosen' })
  const target = newestRestorePoint({ intent, observed })
  if (target !== undefined) needs.push({ uri: target.uri, why: 'resume-target' })
  return needs
}

/** Flink writes `file:/x` for `file:///x`, and a directory with or without a slash at its end. */
export const sameUri = (a: string, b: string): boolean => plainUri(a) === plainUri(b)

export const plainUri = (uri: string): string => uri.replace(/\/+$/, '').replace(/^file:\/*/, 'file:/')
