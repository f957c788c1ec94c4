import type { ObservedPod } from './pod-worker.ts'

/** What keeps a pod from starting, in words that say what to do; undefined when nothing is known to. Pure. */
export function podTrouble({ metadata, status }: ObservedPod): string | undefined {
  if (status?.phase !== 'Pending') return undefined
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled')
  if (scheduled?.status === 'False' && scheduled.reason === 'Unschedulable') {
    return `No node has room for the pod ${metadata.name}: ${scheduled.message ?? 'no reason was given.'} Add nodes, or choose a smaller hardware profile.`
  }
  const waiting = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])].find(({ state }) => state?.waiting?.reason !== undefined)?.state?.waiting
  switch (waiting?.reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'ErrImageNeverPull':
    case 'InvalidImageName':
      return `The engine's image cannot be had for the pod ${metadata.name} (${waiting.reason}): ${waiting.message ?? 'no reason was given.'} Check the name of the image and the pull secrets.`
    case 'CreateContainerConfigError':
    case 'CreateContainerError':
    case 'RunContainerError':
      return `The container of the pod ${metadata.name} cannot be made (${waiting.reason}): ${waiting.message ?? 'no reason was given.'}`
    default:
      return undefined
  }
}
