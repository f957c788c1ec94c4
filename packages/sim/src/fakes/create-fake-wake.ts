import type { WakePort, WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import type { Random } from '../random.ts'
import type { VirtualClock } from '../virtual-clock.ts'

export interface FakeWakeSettings {
  /** Probabilities, 0 to 1. */
  dropRate: number
  doubleRate: number
  /** Each signal comes up to this much later, which also changes the order. */
  delayMsMax: number
  /** While true every signal is lost, as if the queue were flushed. */
  isDown: boolean
}

/** Signals on the virtual clock, with everything that may happen to a signal. */
export interface FakeWake extends WakePort {
  settings: FakeWakeSettings
  /** Every signal that was sent, lost ones too, in order. */
  sent: { key: WorkKey; delayMs: number; atMs: number }[]
  /** What listeners threw: a bug of theirs, never of the sender's. */
  errors: unknown[]
  /** Forgets what is under way: a flushed queue. */
  flush(): void
}

interface Listener {
  kind: WorkKey['kind']
  concurrency: number
  onWake(key: WorkKey): Promise<void>
  running: Set<Promise<void>>
  isStopped: boolean
}

/** Makes a queue of signals. Listeners of one kind share its signals; a key that waits already is not put in twice. */
export function createFakeWake(options: { clock: VirtualClock; random: Random }): FakeWake {
  const { clock, random } = options
  const listeners: Listener[] = []
  const waiting = new Map<string, WorkKey>()
  const sent: FakeWake['sent'] = []
  const errors: unknown[] = []
  /** Signals that have not come yet, with when they will. */
  const underWay = new Map<() => void, { name: string; atMs: number }>()

  const take = (kind: WorkKey['kind']): WorkKey | undefined => {
    for (const [name, key] of waiting) {
      if (key.kind !== kind) continue
      waiting.delete(name)
      return key
    }
    return undefined
  }
  const start = (listener: Listener) => {
    while (!listener.isStopped && listener.running.size < listener.concurrency) {
      const key = take(listener.kind)
      if (key === undefined) return
      const run: Promise<void> = Promise.resolve()
        .then(() => listener.onWake(key))
        .catch((error: unknown) => void errors.push(error))
        .finally(() => {
          listener.running.delete(run)
          start(listener)
        })
      listener.running.add(run)
    }
  }
  const deliver = (key: WorkKey) => {
    const name = renderWorkKey(key)
    if (!waiting.has(name)) waiting.set(name, key)
    const able = listeners.filter((listener) => listener.kind === key.kind && !listener.isStopped)
    // The least busy first, so that two processes share the work.
    for (const listener of able.sort((a, b) => a.running.size - b.running.size)) start(listener)
  }
  const send = (key: WorkKey, delayMs: number) => {
    const late = fake.settings.delayMsMax === 0 ? 0 : random.integer(0, fake.settings.delayMsMax)
    const cancel: () => void = clock.schedule(delayMs + late, () => {
      underWay.delete(cancel)
      if (!fake.settings.isDown) deliver(key)
    })
    underWay.set(cancel, { name: renderWorkKey(key), atMs: clock.nowMs() + delayMs + late })
  }

  const fake: FakeWake = {
    settings: { dropRate: 0, doubleRate: 0, delayMsMax: 0, isDown: false },
    sent,
    errors,
    async wake(key, delayMs = 0) {
      const { kind, organizationId, environmentId, id } = key
      const signal: WorkKey = { kind, organizationId, environmentId, id }
      sent.push({ key: signal, delayMs, atMs: clock.nowMs() })
      if (fake.settings.isDown || random.chance(fake.settings.dropRate)) return
      const name = renderWorkKey(signal)
      const comesAnyway = [...underWay.values()].some((other) => other.name === name && other.atMs <= clock.nowMs() + delayMs)
      if (!comesAnyway) send(signal, delayMs)
      if (random.chance(fake.settings.doubleRate)) send(signal, delayMs)
    },
    async listen(kind, concurrency, onWake) {
      const listener: Listener = { kind, concurrency, onWake, running: new Set(), isStopped: false }
      listeners.push(listener)
      start(listener)
      return {
        async stop() {
          listener.isStopped = true
          await Promise.all(listener.running)
        },
      }
    },
    flush() {
      for (const cancel of underWay.keys()) cancel()
      underWay.clear()
      waiting.clear()
    },
  }
  return fake
}

/** The names of signals, for assertions. */
export const signalNames = (wake: Pick<FakeWake, 'sent'>): string[] => wake.sent.map((signal) => renderWorkKey(signal.key))
