import { annotationNames, labelNames } from '../labels.ts'
import type { FakeApiServer } from './fake-api-server.ts'
import type { FakeObject } from './fake-objects.ts'

/**
 * Looks at every change of a fake API server, and returns the list that grows with what must never be: two JobManagers of one generation or at one
 * time, a pod of a generation that was dropped or has no record, anything done to what is somebody else's. Things of somebody else are put beside the
 * pool's, with names and labels like them.
 */
export function watchRules({ objects }: FakeApiServer, namespace: string, computePoolId: string): string[] {
  const violations: string[] = []
  const foreign = new Set<string>()
  const jobManagers = new Set<string>()

  const plantIn = (home: string): void => {
    const labels = { [labelNames.pool]: computePoolId, [labelNames.name]: 'flink', [labelNames.component]: 'taskmanager', [labelNames.generation]: '1', [labelNames.managedBy]: 'somebody' }
    for (const kind of ['Pod', 'ConfigMap', 'Service', 'Secret']) foreign.add(objects.add({ apiVersion: 'v1', kind, metadata: { name: 'somebodys', namespace: home, labels } }).metadata.uid)
  }
  plantIn('default')

  const isAlive = ({ status }: FakeObject): boolean => status?.['phase'] !== 'Failed' && status?.['phase'] !== 'Succeeded'
  objects.onEvent(({ type, object }) => {
    const { name, uid, labels = {} } = object.metadata
    if (type === 'ADDED' && object.kind === 'Namespace' && name === namespace) plantIn(namespace)
    // Its own kubelet may start and run it; nobody of us may end it.
    if (foreign.has(uid) && (type === 'DELETED' || object.metadata.deletionTimestamp !== undefined || labels[labelNames.managedBy] !== 'somebody')) violations.push(`${object.kind} ${name} of somebody else was touched`)
    if (type !== 'ADDED' || object.kind !== 'Pod' || labels[labelNames.managedBy] !== 'headgate') return
    const generation = labels[labelNames.generation]
    const record = objects.find('ConfigMap', namespace, `${computePoolId}-${generation}`)
    if (record === undefined) violations.push(`${name} was made without a record`)
    else if (record.metadata.annotations?.[annotationNames.dropped] !== undefined) violations.push(`${name} is of a generation that was dropped`)
    if (labels[labelNames.component] !== 'jobmanager') return
    if (jobManagers.has(String(generation))) violations.push(`generation ${generation} had a JobManager before`)
    jobManagers.add(String(generation))
    const others = objects.all('Pod', namespace).filter((other) => other.metadata.uid !== uid && other.metadata.labels?.[labelNames.component] === 'jobmanager' && isAlive(other))
    if (others.length > 0) violations.push(`${name} was made beside ${others[0]?.metadata.name}`)
  })
  return violations
}
