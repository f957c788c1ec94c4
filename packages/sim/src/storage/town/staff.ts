import type { StorageSettings } from '@headgate/planner'
import type { WorkKey } from '@headgate/ports'
import { renderWorkKey } from '@headgate/ports'
import { createKeptSessions, defaultReconcileSettings, reconcileOne } from '@headgate/reconcile'
import type { ReconcileDeps, Report } from '@headgate/reconcile'
import { createDrillSlots, keepStorage } from '@headgate/snapshots'
import type { SnapshotsDeps } from '@headgate/snapshots'
import type { FakeProcess, FakeWorld } from '../../create-fake-world.ts'
import { readFakeMetadata } from '../../fakes/engine/read-fake-metadata.ts'
import type { Random } from '../../random.ts'

export type Trade = 'controller' | 'keeper'

/** A process of ours: a controller, or a keeper of snapshots. */
export interface Hand {
  name: string
  trade: Trade
  process: FakeProcess
  /** Keys that it is at. */
  busy: Set<string>
}

/**
 * Our processes without their loops: the work index alone tells what is due (as if every signal were lost), and each key that is due is given to
 * one of those who live. What they do with it is the real thing: lease, observe, plan, commit, execute, record.
 */
export interface Staff {
  alive(trade: Trade): Hand[]
  start(trade: Trade): Hand
  /** Begins a turn for each key that is due. */
  beginDue(random: Random): void
  /** Those that nobody starts again for now. */
  away: Set<Trade>
  /** The kill switch of the installation, for keepers that start from now on. */
  deletionEnabled: boolean
}

export interface StaffEvents {
  onReport(hand: Hand, report: Report): void
  onThrow(hand: Hand, key: WorkKey, error: unknown): void
}

/** A pool is looked at less often: nothing here is about how soon it is seen to have changed. */
const reconcileSettings = { ...defaultReconcileSettings, pool: { ...defaultReconcileSettings.pool, observeEveryMs: 3_000 } }

const region = { cloud: 'AWS', region: 'local-1' }

export function createStaff(world: FakeWorld, settings: StorageSettings, events: StaffEvents): Staff {
  const hands: Hand[] = []
  const turns = new Map<Hand, (key: WorkKey) => Promise<Report>>()
  let started = 0

  const turnsOf = (trade: Trade, name: string, { ports }: FakeProcess): ((key: WorkKey) => Promise<Report>) => {
    const wake = { wake: async () => undefined, listen: ports.wake.listen }
    if (trade === 'keeper') {
      const deps: SnapshotsDeps = {
        store: ports.storage, objects: ports.objects, wake, clock: ports.clock, ids: world.ids, holder: name, readMetadata: readFakeMetadata,
        drills: createDrillSlots(settings.drillsMax),
        nextScheduledMs: (schedule, afterMs) => (schedule.kind === 'interval' ? afterMs + schedule.everyMs : undefined),
        settings: { storage: settings, leaseTtlMs: 20_000, deletionEnabled: staff.deletionEnabled, region },
      }
      return (key) => keepStorage(key, deps)
    }
    const deps: ReconcileDeps = {
      ...ports, wake, ids: world.ids, holder: name, settings: reconcileSettings, keptSessions: createKeptSessions({ gateway: ports.gateway, clock: ports.clock }),
      isSuspending: () => false, isKeptWarm: () => false, warmGateway: async () => true,
    }
    return (key) => reconcileOne(key, deps)
  }

  const run = async (hand: Hand, key: WorkKey): Promise<void> => {
    const name = renderWorkKey(key)
    hand.busy.add(name)
    try {
      const report = await turns.get(hand)?.(key)
      if (report !== undefined) events.onReport(hand, report)
    } catch (error) {
      events.onThrow(hand, key, error)
    }
    hand.busy.delete(name)
  }

  const staff: Staff = {
    away: new Set(),
    deletionEnabled: true,
    alive: (trade) => hands.filter((hand) => hand.trade === trade && !hand.process.isDead()),
    start(trade) {
      for (const hand of hands.filter(({ process }) => process.isDead())) {
        turns.delete(hand)
        hands.splice(hands.indexOf(hand), 1)
      }
      const hand: Hand = { name: `${trade}-${++started}`, trade, process: world.startProcess(), busy: new Set() }
      turns.set(hand, turnsOf(trade, hand.name, hand.process))
      hands.push(hand)
      return hand
    },
    beginDue(random) {
      const nowMs = world.clock.nowMs()
      for (const row of world.stores.database.work.values()) {
        if (row.dueAtMs === undefined || row.dueAtMs > nowMs || (row.lease !== undefined && row.lease.untilMs > nowMs)) continue
        const name = renderWorkKey(row.key)
        const able = staff.alive(row.key.kind === 'storage' ? 'keeper' : 'controller').filter(({ process, busy }) => !process.isPaused() && !busy.has(name))
        if (able.length > 0) void run(random.pick(able), row.key)
      }
    },
  }
  return staff
}
