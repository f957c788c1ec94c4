import type { KubeClient } from '@headgate/adapter-kubernetes'

/** What was asked of an API server. */
export interface CallCounts {
  writes: number
  reads: number
}

const writing = new Set(['create', 'apply', 'replace', 'remove', 'release'])
const reading = new Set(['get', 'list'])

/** The client, and how often its verbs were called. */
export function countedClient(client: KubeClient): { client: KubeClient; counts: CallCounts } {
  const counts: CallCounts = { writes: 0, reads: 0 }
  const counted = new Proxy(client, {
    get(target, name, receiver) {
      if (writing.has(String(name))) counts.writes += 1
      if (reading.has(String(name))) counts.reads += 1
      return Reflect.get(target, name, receiver)
    },
  })
  return { client: counted, counts }
}
