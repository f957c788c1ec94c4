import type { WakePort, WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import type { Random } from '../random.ts'
import type { VirtualClock } from '../virtual-clock.ts'

/** Signals on the virtual clock, with everything that may happen to a signal. */
export interface FakeWake extends WakePort {
  knobs: {
    /** Probabilities, 0 to 1. */
    dropRate: number
    doubleRate: number
    /** Each signal comes up to this much later, which also changes the order. */
    delayMsMax: number
    /** While true every signal is lost, as if the queue were flushed. */
    isDown: boolean
  }
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
  queue: WorkKey[]
  running: Set<Promise<void>>
  isStopped: boolean
}

/** Makes a queue of signals. Several listeners of one kind share its signals, each signal goes to one of them. */
export function createFakeWake(options: { clock: VirtualClock; random: Random }): FakeWake {
  const { clock, random } = options
  const knobs: FakeWake['knobs'] = { dropRate: 0, doubleRate: 0, delayMsMax: 0, isDown: false }
  const listeners: Listener[] = []
  const sent: FakeWake['sent'] = []
  const errors: unknown[] = []
  const underWay = new Set<() => void>()
  let turn = 0

  const start = (listener: Listener) => {
    while (!listener.isStopped && listener.running.size < listener.concurrency) {
      const key = listener.queue.shift()
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
    const able = listeners.filter((listener) => listener.kind === key.kind && !listener.isStopped)
    const listener = able[turn++ % Math.max(1, able.length)]
    if (listener === undefined) return
    listener.queue.push(key)
    start(listener)
  }
  const send = (key: WorkKey, delayMs: number) => {
    const late = knobs.delayMsMax === 0 ? 0 : random.integer(0, knobs.delayMsMax)
    const cancel = clock.schedule(delayMs + late, () => {
      underWay.delete(cancel)
      if (!knobs.isDown) deliver(key)
    })
    underWay.add(cancel)
  }

  return {
    knobs,
    sent,
    errors,
    async wake(key, delayMs = 0) {
      const { kind, organizationId, environmentId, id } = key
      const signal: WorkKey = { kind, organizationId, environmentId, id }
      sent.push({ key: signal, delayMs, atMs: clock.nowMs() })
      if (knobs.isDown || random.chance(knobs.dropRate)) return
      send(signal, delayMs)
      if (random.chance(knobs.doubleRate)) send(signal, delayMs)
    },
    async listen(kind, concurrency, onWake) {
      const listener: Listener = { kind, concurrency, onWake, queue: [], running: new Set(), isStopped: false }
      listeners.push(listener)
      return {
        async stop() {
          listener.isStopped = true
          // What it had not begun goes to another listener, as it would from a queue.
          for (const key of listener.queue.splice(0)) deliver(key)
          await Promise.all(listener.running)
        },
      }
    },
    flush() {
      for (const cancel of underWay) cancel()
      underWay.clear()
      for (const listener of listeners) listener.queue.length = 0
    },
  }
}

/** The names of signals, for assertions. */
export const signalNames = (wake: Pick<FakeWake, 'sent'>): string[] => wake.sent.map((signal) => renderWorkKey(signal.key))
