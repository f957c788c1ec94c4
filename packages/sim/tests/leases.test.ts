import { expect, it } from 'vitest'
import { defaultReconcileSettings, reconcileOne, createKeptSessions } from '@headgate/reconcile'
import type { ReconcileDeps } from '@headgate/reconcile'
import type { WorkKey } from '@headgate/ports'
import type { FakePorts } from '../src/index.ts'
import { tenant, townWithTables } from './town.ts'
import type { Town } from './town.ts'

const { leaseTtlMs, turnMsMax } = defaultReconcileSettings

/** Another controller, that does nothing but what a test asks it for. */
function depsOf(town: Town, ports: FakePorts, holder: string): ReconcileDeps {
  const deps = {
    ...ports, ids: town.world.ids, holder, settings: defaultReconcileSettings,
    isSuspending: () => false, isKeptWarm: () => true, warmGateway: async () => true,
  }
  return { ...deps, keptSessions: createKeptSessions(deps) }
}

/** A statement whose turn, by a process of its own, lasts at its first call of the gateway. */
async function slowTurn(slowMs: number) {
  const town = await townWithTables()
  await town.world.clock.drive(town.controller.stop())
  const { uid } = await town.create('run', 'INSERT INTO sink SELECT id FROM source')
  const key: WorkKey = { kind: 'statement', ...tenant, id: uid }
  const first = town.world.startProcess()
  town.world.faults.add({ verb: 'gateway.openSession', fault: { kind: 'slow', delayMs: slowMs }, times: 1 })
  const turn = reconcileOne(key, depsOf(town, first.ports, 'first'))
  const other = depsOf(town, town.world.startProcess().ports, 'other')
  const tryOther = async () => (await town.world.clock.drive(reconcileOne(key, other))).outcome
  return { town, first, turn, tryOther }
}

it('nobody takes over from a turn that is only slow', async () => {
  const { town, turn, tryOther } = await slowTurn(5 * leaseTtlMs)
  for (let passedMs = 0; passedMs < 5 * leaseTtlMs - 5_000; passedMs += 5_000) {
    await town.world.clock.advance(5_000)
    expect(await tryOther()).toBe('leased-elsewhere')
  }
  const report = await town.world.clock.drive(turn)
  expect([report.outcome, report.failures]).toEqual(['done', []])
  expect(report.actions).toContain('prepare')
  // And it gave the key back.
  expect(await tryOther()).toBe('done')
})

it('a renewal that gets no answer is tried again before the lease is over', async () => {
  const { town, turn, tryOther } = await slowTurn(2 * leaseTtlMs)
  town.world.faults.once('store.renew', { kind: 'unavailable' })
  await town.world.clock.advance(leaseTtlMs + 1_000)
  expect(await tryOther()).toBe('leased-elsewhere')
  expect((await town.world.clock.drive(turn)).outcome).toBe('done')
})

it('the key of one that died is free after the time of one lease', async () => {
  const { town, first, tryOther } = await slowTurn(5 * leaseTtlMs)
  await town.world.clock.advance(leaseTtlMs * 1.5)
  first.kill()
  await town.world.clock.advance(leaseTtlMs / 2)
  expect(await tryOther()).toBe('leased-elsewhere')
  await town.world.clock.advance(leaseTtlMs / 2)
  expect(await tryOther()).toBe('done')
})

it('one that stood still is overtaken, and what it writes afterwards is refused', async () => {
  const { town, first, turn, tryOther } = await slowTurn(2 * leaseTtlMs)
  await town.world.clock.advance(1_000)
  first.pause()
  await town.world.clock.advance(leaseTtlMs)
  expect(await tryOther()).toBe('done')
  first.resume()
  expect((await town.world.clock.drive(turn)).outcome).toBe('superseded')
})

it('a turn that never ends keeps its key no longer than any turn may last', async () => {
  const { town, tryOther } = await slowTurn(10 * turnMsMax)
  await town.world.clock.advance(turnMsMax - 1_000)
  expect(await tryOther()).toBe('leased-elsewhere')
  await town.world.clock.advance(leaseTtlMs + 1_000)
  expect(await tryOther()).toBe('done')
})
