import type { SnapshotKind, SnapshotTrigger } from '@headgate/domain'
import type { SnapshotFilter } from '@headgate/ports'
import { parseLabelSelector } from '../http/parse-label-selector.ts'
import type { Problem } from '../http/problem.ts'
import { readTime } from '../http/read-time.ts'
import { filterOfState } from './shown-state.ts'
import type { ShownState } from './shown-state.ts'

export interface SnapshotQuery {
  statement_name?: string
  state?: string
  kind?: string
  trigger?: string
  pinned?: boolean
  trashed?: boolean
  created_before?: string
  created_after?: string
  label_selector?: string
}

/** What the store is asked for; 'nothing' when no snapshot can match: a state that says otherwise of the trash. */
export function snapshotFilter(query: SnapshotQuery): SnapshotFilter | 'nothing' | Problem {
  const labels = parseLabelSelector(query.label_selector)
  if ('problem' in labels) return labels.problem
  const before = query.created_before === undefined ? undefined : readTime(query.created_before, { parameter: 'created_before' })
  if (typeof before === 'object') return before
  const after = query.created_after === undefined ? undefined : readTime(query.created_after, { parameter: 'created_after' })
  if (typeof after === 'object') return after
  const ofState = query.state === undefined ? {} : filterOfState(query.state as ShownState)
  const trashed = ofState.trashed ?? query.trashed
  if (query.trashed !== undefined && trashed !== query.trashed) return 'nothing'
  return {
    ...ofState,
    ...(trashed === undefined ? {} : { trashed }),
    ...(query.statement_name ? { statementName: query.statement_name } : {}),
    ...(query.kind === undefined ? {} : { kind: query.kind as SnapshotKind }),
    ...(query.trigger === undefined ? {} : { trigger: query.trigger as SnapshotTrigger }),
    ...(query.pinned === undefined ? {} : { pinned: query.pinned }),
    ...(before === undefined ? {} : { createdBeforeMs: before }),
    ...(after === undefined ? {} : { createdAfterMs: after }),
    ...(Object.keys(labels.value).length === 0 ? {} : { labels: labels.value }),
  }
}
