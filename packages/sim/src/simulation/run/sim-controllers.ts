import { createController } from '@headgate/controller'
import type { Controller, ControllerEvents } from '@headgate/controller'
import type { Pool } from '@headgate/domain'
import type { Ids } from '@headgate/ports'
import { defaultReconcileSettings } from '@headgate/reconcile'
import type { FakePorts, FakeProcess } from '../../create-fake-world.ts'
import type { Plant } from '../simulation-options.ts'

/** One controller process. */
export interface SimController {
  name: string
  process: FakeProcess
  controller: Controller
  /** Being stopped in good order: it is not to be killed as well. */
  isStopping: boolean
}

/** The controllers of a run. */
export interface SimControllers {
  alive(): SimController[]
  /** Starts one more. */
  start(): SimController
}

/** No controllers yet. `events` hears of all of them. */
export function createSimControllers(options: {
  startProcess(): FakeProcess
  wrap(ports: FakePorts): FakePorts
  ids: Ids
  /** One controller alone may end the leases of its predecessor. */
  isSole: boolean
  /** After how long an unused pool gives its processes back. */
  idleTimeoutMs: number
  ownIdleTimeoutMs: number
  isKeptWarm(pool: Pool): boolean
  events(name: string): ControllerEvents
  plant: Plant
}): SimControllers {
  const all: SimController[] = []
  let started = 0
  return {
    alive: () => all.filter((each) => !each.process.isDead()),
    start() {
      const name = `controller-${++started}`
      const process = options.startProcess()
      const ports = options.wrap(process.ports)
      const make = options.plant.createController ?? createController
      const controller = make({
        deps: {
          ...ports,
          ids: options.ids,
          holder: name,
          settings: { ...defaultReconcileSettings, pool: { ...defaultReconcileSettings.pool, idleTimeoutMs: options.idleTimeoutMs, ownIdleTimeoutMs: options.ownIdleTimeoutMs }, ...options.plant.settings },
          isKeptWarm: options.isKeptWarm,
          warmGateway: async () => true,
        },
        events: options.events(name),
        keepEndedMs: 30 * 86_400_000,
        sweepEveryMs: 60_000,
      })
      const each: SimController = { name, process, controller, isStopping: false }
      all.push(each)
      void (async () => {
        if (options.isSole) await ports.store.endLeases(ports.clock.nowMs())
        await controller.start()
      })()
      return each
    },
  }
}
