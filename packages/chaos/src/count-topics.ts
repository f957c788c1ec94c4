import { eventually } from '@headgate/e2e'
import { countLedger } from './judge/count-ledger.ts'
import type { LedgerCount } from './judge/count-ledger.ts'
import type { Scene } from './scene.ts'
import { partitions } from './workload/ledger.ts'

export interface TopicCount {
  ledger: LedgerCount
  /** Ids in the input, by partition, in their order. */
  input: number[][]
}

const arriveWithinMs = 240_000

/**
 * Stops sending, waits until as much was committed as was sent, stops the INSERT with a savepoint (which commits what is left), and counts. A count that never
 * gets there is counted all the same: it tells what is lost.
 */
export async function countTopics(scene: Scene): Promise<TopicCount> {
  const { kafka, user } = scene.stand
  await scene.producer.stop()
  const sent = await kafka.consume(scene.ledger.inTopic, { idleMs: 1_500 })
  await eventually(
    'all committed',
    async () => (await kafka.consume(scene.ledger.outTopic, { count: sent.length, idleMs: 2_000 })).length >= sent.length,
    arriveWithinMs,
  ).catch((error: unknown) => scene.act(String(error)))
  await user.stop(scene.ledger.insertName)
  await user.waitFor(scene.ledger.insertName, ['STOPPED'], 300_000)
  const output = await kafka.consume(scene.ledger.outTopic, { idleMs: 1_500 })
  const read = <T>(messages: { value: string | null }[]): T[] => messages.map(({ value }) => JSON.parse(value ?? '{}') as T)
  const input: number[][] = Array.from({ length: partitions }, () => [])
  for (const { partition, value } of sent) input[partition]?.push((JSON.parse(value ?? '{}') as { id: number }).id)
  return { ledger: countLedger(read(sent), read(output)), input }
}
