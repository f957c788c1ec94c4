import type { Snapshot } from '../api/snapshot-api.ts'
import { pairs, shortTime } from './facts.ts'
import { renderBytes } from './render-bytes.ts'

export const snapshotHead = ['id', 'created', 'statement', 'state', 'kind', 'made by', 'size', 'pinned', 'verified', 'labels']
export const snapshotAlignRight = [false, false, false, false, false, false, true]

const prefixMin = 8

/** Rows for a table. Ids are cut where the rest tells them apart: commands take what is left of them. */
export function snapshotRows(snapshots: readonly Snapshot[]): string[][] {
  const length = prefixLength(snapshots.map(({ id }) => id))
  return snapshots.map(({ id, metadata, spec, status }) => [
    id.slice(0, length),
    shortTime(metadata.created_at),
    spec.statement_name ?? '',
    status.state,
    status.kind,
    status.trigger,
    status.size === undefined ? '' : renderBytes(status.size.own_bytes),
    spec.pinned ? 'yes' : '',
    verified(status.verifications[0]),
    pairs(spec.labels) ?? '',
  ])
}

const verified = (newest: Snapshot['status']['verifications'][number] | undefined): string => (newest === undefined ? '' : newest.good ? newest.how : 'BROKEN')

/** The shortest length at which all differ. */
function prefixLength(ids: readonly string[]): number {
  for (let length = prefixMin; length < 36; length += 1) if (new Set(ids.map((id) => id.slice(0, length))).size === new Set(ids).size) return length
  return 36
}
