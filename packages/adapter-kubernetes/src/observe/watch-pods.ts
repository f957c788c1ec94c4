import type { Clock } from '@headgate/ports'
import type { KubeClient } from '../api/kube-client.ts'
import { expired } from '../api/kube-failure.ts'
import { podKind } from '../api/resource-paths.ts'
import type { Stored } from '../kube-object.ts'
import type { ObservedPod } from './pod-worker.ts'

export interface PodWatchDeps {
  client: Pick<KubeClient, 'list' | 'watch'>
  clock: Clock
  labelSelector: string
  /** `isGone`: it was deleted. */
  onPod: (pod: Stored<ObservedPod>, isGone: boolean) => void
  onTrouble: (message: string) => void
  /** Default: 5 min. So often all pods are looked at anew, whatever the watch said. */
  relistMs?: number
}

const firstPauseMs = 500
const pauseMsMax = 30_000
/** A watch that ends sooner, though it was to hold for minutes, is no watch: a proxy that does not know streams, a server that goes down. */
const heldMsMin = 1_000

/**
 * Calls `onPod` for each pod that is there or changes, for as long as it is not stopped. Whatever happens to a watch (its end, a 410 as answer or in
 * the stream, an error in the stream, a line that is none, a reset, an API server that is away) it begins anew with a list, after a pause that
 * doubles up to half a minute. What `onPod` throws ends nothing.
 */
export function watchPods(deps: PodWatchDeps): { stop(): void } {
  const { client, clock, labelSelector, relistMs = 300_000 } = deps
  const stopping = new AbortController()
  const { signal } = stopping

  const tell = (pod: Stored<ObservedPod>, isGone = false): void => {
    try {
      deps.onPod(pod, isGone)
    } catch (error) {
      deps.onTrouble(`Who watches pods failed: ${String(error)}`)
    }
  }

  /** Lists, then follows; returns why it ended, undefined for an end that is expected. */
  async function follow(): Promise<string | undefined> {
    const listed = await client.list<ObservedPod>(podKind, { labelSelector })
    if (!listed.ok) return listed.message
    for (const pod of listed.value.items) tell(pod)
    let { version } = listed.value
    for (const untilMs = clock.nowMs() + relistMs; clock.nowMs() < untilMs && !signal.aborted; ) {
      const timeoutSeconds = Math.max(1, Math.ceil((untilMs - clock.nowMs()) / 1_000))
      const openedMs = clock.nowMs()
      const watched = await client.watch(podKind, { labelSelector, version, timeoutSeconds }, signal)
      if (!watched.ok) return watched.detail === expired ? undefined : watched.message
      for await (const line of watched.value) {
        const event = readEvent(line)
        if (event === undefined) return 'A line of the watch could not be read.'
        if (event.type === 'ERROR') return event.object.code === 410 ? undefined : `The watch ended: ${event.object.message ?? 'no reason was given'}`
        version = event.object.metadata?.resourceVersion ?? version
        if (event.type !== 'BOOKMARK') tell(event.object as Stored<ObservedPod>, event.type === 'DELETED')
      }
      if (clock.nowMs() - openedMs < Math.min(heldMsMin, timeoutSeconds * 1_000)) return undefined
    }
    return undefined
  }

  async function run(): Promise<void> {
    let pauseMs = 0
    while (!signal.aborted) {
      const startedMs = clock.nowMs()
      const why = await follow().catch((error: unknown) => `The connection of the watch broke: ${String(error)}`)
      if (signal.aborted) return
      if (why !== undefined) deps.onTrouble(why)
      // One that held for a while was well; one that ended at once, even as expected, must not spin.
      pauseMs = clock.nowMs() - startedMs > pauseMsMax ? firstPauseMs : Math.min(pauseMsMax, Math.max(firstPauseMs, pauseMs * 2))
      await clock.sleep(pauseMs, signal)
    }
  }

  void run()
  return { stop: () => stopping.abort() }
}

interface WatchEvent {
  type: string
  object: { code?: number; message?: string; metadata?: { resourceVersion?: string } }
}

function readEvent(line: string): WatchEvent | undefined {
  try {
    const event = JSON.parse(line) as Partial<WatchEvent>
    return typeof event.type === 'string' && typeof event.object === 'object' && event.object !== null ? (event as WatchEvent) : undefined
  } catch {
    return undefined
  }
}
