import { isToGo } from './answer-call.ts'
import type { FakeObject, FakeObjects } from './fake-objects.ts'

/** What happens on nodes: pods get an address and run, or end. */
export interface FakeKubelet {
  /** Moves every pod one step: Pending to Running, asked to end to ended, and gone where no finalizer keeps it. */
  step(): void
  /** New pods stay Pending, for this reason of their container; undefined: they run. */
  hold(reason: { reason: string; message: string } | undefined): void
  /** Ends a pod's process, as from outside. */
  end(name: string, how: { exitCode: number; reason?: string; message?: string }): void
  /** The pod that runs at an address. */
  at(ip: string): FakeObject | undefined
}

export const fakeNode = 'node-1'

export function createFakeKubelet(objects: FakeObjects, nowMs: () => number): FakeKubelet {
  let addresses = 1
  let held: { reason: string; message: string } | undefined
  const terminated = (how: { exitCode: number }): Record<string, unknown> => ({
    phase: how.exitCode === 0 ? 'Succeeded' : 'Failed',
    containerStatuses: [{ name: 'flink', state: { terminated: { ...how, finishedAt: new Date(nowMs()).toISOString() } } }],
  })
  return {
    step() {
      for (const pod of objects.all('Pod')) {
        if (pod.metadata.deletionTimestamp !== undefined) {
          const isOver = pod.status?.['phase'] === 'Failed' || pod.status?.['phase'] === 'Succeeded'
          const ended = isOver ? pod : objects.change({ ...pod, status: { ...pod.status, ...terminated({ exitCode: 143 }) } })
          if (isToGo(ended)) objects.remove(ended, 'now')
        } else if (pod.status?.['phase'] === 'Pending') {
          const spec = { ...pod.spec, nodeName: fakeNode }
          if (held === undefined) objects.change({ ...pod, spec, status: { phase: 'Running', podIP: `10.1.0.${++addresses}` } })
          else objects.change({ ...pod, spec, status: { phase: 'Pending', containerStatuses: [{ name: 'flink', state: { waiting: held } }] } })
        }
      }
    },
    hold: (reason) => void (held = reason),
    end(name, how) {
      const pod = objects.all('Pod').find(({ metadata }) => metadata.name === name)
      if (pod === undefined) throw new Error(`There is no pod ${name}.`)
      objects.change({ ...pod, status: { ...pod.status, ...terminated(how) } })
    },
    at: (ip) => objects.all('Pod').find(({ status }) => status?.['podIP'] === ip && status['phase'] === 'Running'),
  }
}
