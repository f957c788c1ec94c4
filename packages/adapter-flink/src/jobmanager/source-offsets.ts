const pattern = /\.KafkaSourceReader\.topic\.(.+)\.partition\.(\d+)\.currentOffset$/

/** The metrics of a source vertex that tell how far each Kafka partition was read. */
export const offsetMetrics = (ids: readonly string[]): string[] => ids.filter((id) => pattern.test(id))

/**
 * Offsets by topic, `partition:0,offset:100;…` in the order of partitions. Flink's metric is the last record that was read; the
 * API's offset is the one to start from, the next. Partitions of which nothing was read yet are left out. Flink writes the dots of a
 * topic's name as `_` in the names of its metrics: who knows the topics of the statement must compare them so.
 */
export function renderOffsets(metrics: readonly { id: string; max?: number | string }[]): Record<string, string> {
  const byTopic = new Map<string, Map<number, number>>()
  for (const { id, max } of metrics) {
    const match = pattern.exec(id)
    const offset = Number(max)
    if (match === null || !Number.isFinite(offset) || offset < 0) continue
    const [, topic = '', partition = ''] = match
    const partitions = byTopic.get(topic) ?? new Map<number, number>()
    partitions.set(Number(partition), Math.max(offset + 1, partitions.get(Number(partition)) ?? 0))
    byTopic.set(topic, partitions)
  }
  const render = (partitions: Map<number, number>) => [...partitions].sort(([a], [b]) => a - b).map(([partition, offset]) => `partition:${partition},offset:${offset}`).join(';')
  return Object.fromEntries([...byTopic].map(([topic, partitions]) => [topic, render(partitions)]))
}
