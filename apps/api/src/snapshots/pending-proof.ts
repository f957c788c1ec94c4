import type { Snapshot, SnapshotVerification } from '@headgate/domain'

type Asked = Pick<Snapshot, 'spec' | 'observed'>

/** A wish stays with the snapshot; it is done when a verification of its kind is newer. */
const pending = ({ observed }: Asked, requestedAtMs: number | undefined, how: SnapshotVerification['how']): number | undefined => {
  const doneAtMs = observed.verifications?.find((verification) => verification.how === how)?.atMs ?? -1
  return requestedAtMs !== undefined && requestedAtMs > doneAtMs ? requestedAtMs : undefined
}

/** When a verification of the files was asked for that is not done yet. */
export const pendingVerificationMs = (snapshot: Asked): number | undefined => pending(snapshot, snapshot.spec.verificationRequestedAtMs, 'files')

/** The same of a drill. */
export const pendingDrillMs = (snapshot: Asked): number | undefined => pending(snapshot, snapshot.spec.drillRequestedAtMs, 'drill')
