import type { ApiStore, BlobPort, Clock, ClusterPort, FlinkPort, Ids, Listening, LogPort, ObjectPort, ReconcileStore, Resources, SpoolPort, SqlGatewayPort, StorageStore, WakePort } from '@headgate/ports'
import { createFakeBlobs } from './fakes/create-fake-blobs.ts'
import type { FakeBlobs } from './fakes/create-fake-blobs.ts'
import { createFakeCluster } from './fakes/create-fake-cluster.ts'
import type { FakeCluster, FakeClusterSettings } from './fakes/create-fake-cluster.ts'
import { createFakeFlink } from './fakes/create-fake-flink.ts'
import { createFakeGateway } from './fakes/create-fake-gateway.ts'
import type { FakeGateway, FakeGatewaySettings } from './fakes/create-fake-gateway.ts'
import { createFakeStores } from './fakes/create-fake-stores.ts'
import type { FakeStores } from './fakes/create-fake-stores.ts'
import { createFakeWake } from './fakes/create-fake-wake.ts'
import type { FakeWake } from './fakes/create-fake-wake.ts'
import { createFaults } from './faults/faults.ts'
import type { Faults } from './faults/faults.ts'
import { withFaults } from './faults/with-faults.ts'
import type { Life } from './faults/with-faults.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { createSeededIds } from './seeded-ids.ts'
import { createVirtualClock } from './virtual-clock.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** Every port, as the code under test gets it: each call may meet a fault of the world's script. */
export interface FakePorts {
  api: ApiStore
  resources: Resources
  store: ReconcileStore
  spool: SpoolPort
  cluster: ClusterPort
  logs: LogPort
  flink: FlinkPort
  gateway: SqlGatewayPort
  blobs: BlobPort
  /** What `apps/snapshots` has: its store, and the files with the verbs that delete. */
  storage: StorageStore
  objects: ObjectPort
  wake: WakePort
  /** The time as the process lives it: one that stands still does not wake up. */
  clock: Clock
}

/** A process of ours: a crash fault, or a kill, ends it at once and for good. None of its calls returns after that. */
export interface FakeProcess {
  ports: FakePorts
  isDead(): boolean
  kill(): void
  /** Stops it (SIGSTOP): nothing it does begins and no answer reaches it, until `resume`. Its leases run out meanwhile. */
  pause(): void
  resume(): void
  isPaused(): boolean
}

/** A whole world in memory. The parts at the top are the fakes themselves with their settings; `ports` are what code under test uses. */
export interface FakeWorld {
  seed: number
  clock: VirtualClock
  random: Random
  ids: Ids
  stores: FakeStores
  cluster: FakeCluster
  flink: FlinkPort
  gateway: FakeGateway
  blobs: FakeBlobs
  wake: FakeWake
  faults: Faults
  /** For tests without crashes of ours: a crash fault is thrown here. */
  ports: FakePorts
  /** Ports of a new process; start another one when it has died. */
  startProcess(): FakeProcess
}

export interface FakeWorldOptions {
  /** What the clock shows first; default: the start of 2026. */
  startMs?: number
  cluster?: Partial<FakeClusterSettings>
  gateway?: Partial<FakeGatewaySettings>
}

const newYear2026Ms = 1_767_225_600_000

/** Makes a world that a seed repeats, with nothing in it and no faults. */
export function createFakeWorld(seed: number, options: FakeWorldOptions = {}): FakeWorld {
  const clock = createVirtualClock(options.startMs ?? newYear2026Ms)
  const random = createRandom(seed)
  const ids = createSeededIds(seed)
  // The outside draws its own ids, so that what the code under test draws does not depend on it.
  const outsideIds = createSeededIds(seed ^ 0x5eed)
  const stores = createFakeStores({ clock })
  const blobs = createFakeBlobs({ clock })
  const cluster = createFakeCluster({ clock, blobs, ids: outsideIds, ...(options.cluster === undefined ? {} : { settings: options.cluster }) })
  const flink = createFakeFlink({ cluster })
  const gateway = createFakeGateway({ clock, cluster, blobs, ids: outsideIds, ...(options.gateway === undefined ? {} : { settings: options.gateway }) })
  const wake = createFakeWake({ clock, random: random.fork('wake') })
  const faults = createFaults({ clock })
  const logs: LogPort = { readLogs: cluster.readLogs }
  const portsOf = (life?: Life): FakePorts => ({
    api: withFaults('api', stores.api, faults, clock, life),
    resources: withFaults('resources', stores.resources, faults, clock, life),
    store: withFaults('store', stores.reconcile, faults, clock, life),
    spool: withFaults('spool', stores.spool, faults, clock, life),
    cluster: withFaults<ClusterPort>('cluster', cluster, faults, clock, life),
    logs: withFaults('logs', logs, faults, clock, life),
    flink: withFaults('flink', flink, faults, clock, life),
    gateway: withFaults<SqlGatewayPort>('gateway', gateway, faults, clock, life),
    blobs: withFaults<BlobPort>('blobs', blobs, faults, clock, life),
    storage: withFaults('storage', stores.storage, faults, clock, life),
    objects: withFaults<ObjectPort>('objects', blobs, faults, clock, life),
    wake: withFaults<WakePort>('wake', wake, faults, clock, life),
    clock: life === undefined ? clock : clockOf(clock, life),
  })
  const startProcess = (): FakeProcess => {
    const listening: Listening[] = []
    // Its signals go to those who live.
    const life: Life = { isDead: false, onDeath: () => listening.forEach((each) => void each.stop()) }
    const ports = portsOf(life)
    let goOn: (() => void) | undefined
    const resume = () => {
      life.paused = undefined
      goOn?.()
      goOn = undefined
    }
    return {
      ports: {
        ...ports,
        wake: {
          wake: (key, delayMs) => ports.wake.wake(key, delayMs),
          async listen(kind, concurrency, onWake) {
            const each = await ports.wake.listen(kind, concurrency, onWake)
            listening.push(each)
            return each
          },
        },
      },
      isDead: () => life.isDead,
      kill() {
        if (life.isDead) return
        life.isDead = true
        life.onDeath?.()
      },
      pause() {
        life.paused ??= new Promise((resolve) => void (goOn = resolve))
      },
      resume,
      isPaused: () => life.paused !== undefined,
    }
  }
  return { seed, clock, random, ids, stores, cluster, flink, gateway, blobs, wake, faults, ports: portsOf(), startProcess }
}

/** Who is dead does not wake up, and who stands still wakes up late. */
function clockOf(clock: Clock, life: Life): Clock {
  return {
    nowMs: () => clock.nowMs(),
    async sleep(delayMs, signal) {
      await clock.sleep(delayMs, signal)
      while (life.paused !== undefined) await life.paused
      if (life.isDead) await new Promise<never>(() => {})
    },
  }
}
