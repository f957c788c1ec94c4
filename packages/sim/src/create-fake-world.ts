import type { ApiStore, BlobPort, ClusterPort, FlinkPort, Ids, LogPort, ReconcileStore, Resources, SpoolPort, SqlGatewayPort, WakePort } from '@headgate/ports'
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
  wake: WakePort
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
  ports: FakePorts
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
  const ports: FakePorts = {
    api: withFaults('api', stores.api, faults, clock),
    resources: withFaults('resources', stores.resources, faults, clock),
    store: withFaults('store', stores.reconcile, faults, clock),
    spool: withFaults('spool', stores.spool, faults, clock),
    cluster: withFaults<ClusterPort>('cluster', cluster, faults, clock),
    logs: withFaults('logs', logs, faults, clock),
    flink: withFaults('flink', flink, faults, clock),
    gateway: withFaults<SqlGatewayPort>('gateway', gateway, faults, clock),
    blobs: withFaults<BlobPort>('blobs', blobs, faults, clock),
    wake: withFaults<WakePort>('wake', wake, faults, clock),
  }
  return { seed, clock, random, ids, stores, cluster, flink, gateway, blobs, wake, faults, ports }
}
