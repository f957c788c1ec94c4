import { isKnownBroken } from '@headgate/domain'
import type { Snapshot } from '@headgate/domain'
import type { SnapshotFilter } from '@headgate/ports'

/** The states of the wire. One that is written and not read back is still IN_PROGRESS: nobody may count on it. */
export type ShownState = 'PENDING' | 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'TRASHED' | 'DELETING'

/** The one state that a snapshot is shown in. */
export function shownState({ state, spec }: Pick<Snapshot, 'state' | 'spec'>): ShownState {
  if (state === 'COMPLETED' && spec.trash !== undefined) return 'TRASHED'
  return state === 'WRITTEN' ? 'IN_PROGRESS' : state
}

/** What of the store is shown in a state: exactly those that `shownState` gives it. */
export function filterOfState(shown: ShownState): Pick<SnapshotFilter, 'states' | 'trashed'> {
  if (shown === 'TRASHED') return { states: ['COMPLETED'], trashed: true }
  if (shown === 'COMPLETED') return { states: ['COMPLETED'], trashed: false }
  return { states: shown === 'IN_PROGRESS' ? ['IN_PROGRESS', 'WRITTEN'] : [shown] }
}

/** What is to be known about its state, in words. */
export function snapshotDetail(snapshot: Snapshot): string {
  const { spec, intent, observed, trigger } = snapshot
  const { failure } = observed
  switch (shownState(snapshot)) {
    case 'PENDING':
      if (spec.cancelRequestedAtMs !== undefined) return 'It is being cancelled.'
      if (failure !== undefined) return `Attempt ${failure.attempt} failed: ${failure.message} It is tried again.`
      return trigger === 'exported' ? 'Its files are copied in a moment.' : 'Flink is asked in a moment.'
    case 'IN_PROGRESS':
      if (snapshot.state === 'WRITTEN') return 'Its _metadata is being read back.'
      if (spec.cancelRequestedAtMs !== undefined) return 'It is being cancelled.'
      return trigger === 'exported' ? 'Its files are being copied.' : 'Flink writes it.'
    case 'COMPLETED':
      return isKnownBroken(observed) ? `It is broken: ${newestVerification(snapshot)?.message ?? ''}` : ''
    case 'FAILED':
      return failure?.message ?? 'It failed.'
    case 'CANCELLED':
      return 'It was cancelled.'
    case 'TRASHED':
      return `In the trash: ${spec.trash?.reason ?? ''}`
    case 'DELETING':
      return intent.doomedBecause ?? 'Its files are being deleted.'
  }
}

/** Of either kind. */
export const newestVerification = ({ observed }: Pick<Snapshot, 'observed'>) => [...(observed.verifications ?? [])].sort((a, b) => b.atMs - a.atMs)[0]

/** Why a statement cannot be started from it, in words that follow "because"; undefined when it can. */
export function whyNotRestorable(snapshot: Snapshot): string | undefined {
  const shown = shownState(snapshot)
  if (shown === 'TRASHED') return 'it is in the trash: recover it first'
  if (shown === 'DELETING') return 'its files are being deleted'
  if (shown !== 'COMPLETED') return `it is ${shown}${shown === 'PENDING' || shown === 'IN_PROGRESS' ? ': wait until it is COMPLETED' : ''}`
  if (snapshot.observed.uri === undefined) return 'it is not known where it lies'
  return isKnownBroken(snapshot.observed) ? `it is broken (${newestVerification(snapshot)?.message ?? ''})` : undefined
}
