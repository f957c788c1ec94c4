import { createProbe } from './watch/probe.ts'
import type { Probe } from './watch/probe.ts'
import type { Cell } from './cells/cell.ts'
import type { Stand } from './stand/start-stand.ts'
import type { Chronicle } from './watch/sample.ts'
import { startWatcher } from './watch/start-watcher.ts'
import type { Watcher } from './watch/start-watcher.ts'
import { makeLedger } from './workload/ledger.ts'
import type { Ledger } from './workload/ledger.ts'
import { startProducer } from './workload/start-producer.ts'
import type { Producer } from './workload/start-producer.ts'
import type { Reader } from './workload/start-reader.ts'

/** Everything that takes part in one try at a cell. */
export interface Scene {
  cell: Cell
  stand: Stand
  probe: Probe
  watcher: Watcher
  ledger: Ledger
  producer: Producer
  /** Of the INSERT. */
  insert: Chronicle
  /** Of the streaming SELECT, where there is one. */
  select?: { chronicle: Chronicle; reader: Reader }
  /** What the harness did, as a user or as the fault. */
  acts: { atMs: number; text: string }[]
  act(text: string): void
}

let counter = 0

/** Makes topics and tables, begins to send and to watch. No statement runs yet. */
export async function openScene(cell: Cell, stand: Stand): Promise<Scene> {
  counter += 1
  const ledger = await makeLedger(stand.user, stand.kafka, `${cell.victim}_${counter}_${Date.now() % 1_000_000}`)
  const probe = createProbe(stand.user.connection)
  const watcher = startWatcher(probe, stand.dataDirectory)
  const acts: Scene['acts'] = []
  return {
    cell,
    stand,
    probe,
    watcher,
    ledger,
    producer: startProducer(stand.kafka, ledger.inTopic),
    insert: watcher.watch(ledger.insertName),
    acts,
    act: (text) => void acts.push({ atMs: Date.now(), text }),
  }
}
