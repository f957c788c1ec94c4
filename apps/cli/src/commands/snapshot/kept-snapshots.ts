import { defaultSnapshotPolicy } from '@headgate/domain'
import type { SnapshotApi } from '../../api/snapshot-api.ts'
import { renderSeconds } from '../durations.ts'

const countMax = 100

/** What is said of the snapshots of a statement that is about to be deleted, in words that follow "is being deleted"; nothing when there are none. */
export async function keptSnapshots(api: SnapshotApi, statementName: string): Promise<string> {
  const kept = await api.list({ statement_name: statementName, state: 'COMPLETED' }, countMax)
  if (kept.length === 0) return ''
  const policies = await api.listPolicies()
  const policy = policies.find(({ spec }) => spec.statement_name === statementName) ?? policies.find(({ spec }) => spec.statement_name === undefined)
  const seconds = policy?.spec.keep_after_deletion_seconds ?? defaultSnapshotPolicy.keepAfterDeletionMs / 1_000
  const pinned = kept.filter(({ spec }) => spec.pinned).length
  const count = `${kept.length}${kept.length === countMax ? ' or more' : ''} ${kept.length === 1 ? 'snapshot is' : 'snapshots are'}`
  return `; its ${count} kept for ${renderSeconds(seconds)} (${policy === undefined ? 'by default' : `policy ${policy.name}`})${pinned === 0 ? '' : `, ${pinned} that ${pinned === 1 ? 'is' : 'are'} pinned for good`}: headgate snapshot list --statement ${statementName}`
}
