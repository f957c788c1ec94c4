import { setTimeout as sleep } from 'node:timers/promises'
import { lookAtTruth } from './look-at-truth.ts'
import type { Probe, ProbeAnswer } from './probe.ts'
import type { Chronicle, EventShown, ShownSample } from './sample.ts'

/** Writes down what is shown and what is so until it is stopped. */
export interface Watcher {
  /** Watches one more statement from now on. */
  watch(name: string): Chronicle
  stop(): Promise<void>
}

const lookEveryMs = 200
const listEveryMs = 1_000

export function startWatcher(probe: Probe, dataDirectory: string): Watcher {
  const chronicles = new Map<string, Chronicle>()
  let isStopped = false
  const every = async (pauseMs: number, work: () => Promise<void>): Promise<void> => {
    while (!isStopped) {
      await work()
      await sleep(pauseMs)
    }
  }
  const loops = [
    every(lookEveryMs, async () => {
      await Promise.all([...chronicles.values()].map(async (chronicle) => noteShown(chronicle, await probe.statement(chronicle.name))))
    }),
    every(lookEveryMs, async () => {
      const truth = await lookAtTruth(dataDirectory, [...chronicles.keys()])
      for (const [name, sample] of truth) chronicles.get(name)?.truth.push(sample)
    }),
    every(listEveryMs, async () => {
      await Promise.all([...chronicles.values()].map(async (chronicle) => noteEvents(chronicle, await probe.events(chronicle.name))))
      const pool = await probe.pool()
      for (const chronicle of chronicles.values()) notePool(chronicle, pool)
    }),
  ]
  return {
    watch(name) {
      const chronicle: Chronicle = { name, shown: [], truth: [], events: [], texts: new Set(), pool: [] }
      chronicles.set(name, chronicle)
      return chronicle
    },
    async stop() {
      for (const chronicle of chronicles.values()) noteEvents(chronicle, await probe.events(chronicle.name))
      isStopped = true
      await Promise.all(loops)
    },
  }
}

export function noteShown(chronicle: Chronicle, answer: ProbeAnswer): void {
  chronicle.shown.push(toSample(answer))
  // The times in it change with every look and tell nothing here.
  if ('text' in answer) chronicle.texts.add(answer.text.replaceAll(/"[\w_]+_?(at|last_updated|timestamp)":"[^"]*"/g, ''))
}

function toSample(answer: ProbeAnswer): ShownSample {
  const atMs = Date.now()
  if ('error' in answer) return { atMs, error: answer.error }
  if (answer.status !== 200) return { atMs, error: `HTTP ${answer.status}`, status: answer.status, hasRetryAfter: answer.hasRetryAfter }
  const { status } = answer.body as { status: { phase: string; detail: string; warnings?: { reason: string }[]; waiting_for?: string } }
  return { atMs, shown: { phase: status.phase, detail: status.detail, warnings: (status.warnings ?? []).map(({ reason }) => reason), waitingFor: status.waiting_for } }
}

function noteEvents(chronicle: Chronicle, answer: ProbeAnswer): void {
  if (!('status' in answer) || answer.status !== 200) return
  const events = (answer.body as { data: EventShown[] }).data.map(({ at, type, reason, message }) => ({ at, type, reason, message }))
  // A statement that is being removed loses its events first.
  if (events.length >= chronicle.events.length) chronicle.events = events
  for (const { message } of chronicle.events) chronicle.texts.add(message)
}

function notePool(chronicle: Chronicle, answer: ProbeAnswer): void {
  const text = 'error' in answer ? answer.error : answer.status === 200 ? JSON.stringify((answer.body as { status: unknown }).status) : `HTTP ${answer.status}`
  if (chronicle.pool.at(-1)?.text !== text) chronicle.pool.push({ atMs: Date.now(), text })
  chronicle.texts.add(text)
}
