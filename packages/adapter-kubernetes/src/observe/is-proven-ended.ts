import type { ObservedPod } from './pod-worker.ts'

/**
 * Whether nothing of a pod that is being deleted can run (any more): its kubelet said how it ended, or Kubernetes gave it up with its node (deleted, or tainted out
 * of service), or it never had a node. Since Kubernetes 1.27 all of these but the last are told by the phase. Pure.
 */
export function isProvenEnded({ metadata, spec, status }: ObservedPod): boolean {
  if (metadata.deletionTimestamp === undefined) return false
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' || spec.nodeName === undefined
}
