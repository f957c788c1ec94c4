import { ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'

type Read = <T>(url: string) => Promise<Result<T>>

const metricOfPartition = /\.topic\.(.+)\.partition\.(\d+)\.currentOffset$/

/**
 * Where the Kafka sources of a job stand, by topic, in Confluent's spelling `partition:0,offset:100;partition:1,offset:200`. The offset
 * is the next one to be read. Jobs without Kafka sources give nothing.
 */
export async function readSourceOffsets(endpoint: string, jobId: string, read: Read): Promise<Result<Record<string, string>>> {
  const job = await read<{ vertices: { id: string; name: string }[] }>(`${endpoint}/jobs/${jobId}`)
  if (!job.ok) return job
  const offsets = new Map<string, Map<number, number>>()
  for (const vertex of job.value.vertices.filter((each) => each.name.includes('Source'))) {
    const base = `${endpoint}/jobs/${jobId}/vertices/${vertex.id}/subtasks/metrics`
    const listed = await read<{ id: string }[]>(base)
    if (!listed.ok) return listed
    const ids = listed.value.map((metric) => metric.id).filter((id) => metricOfPartition.test(id))
    for (let start = 0; start < ids.length; start += 50) {
      const slice = ids.slice(start, start + 50)
      const values = await read<{ id: string; max: number }[]>(`${base}?get=${encodeURIComponent(slice.join(','))}&agg=max`)
      if (!values.ok) return values
      for (const { id, max } of values.value) {
        const [, topic = '', partition = '0'] = metricOfPartition.exec(id) ?? []
        const ofTopic = offsets.get(topic) ?? new Map<number, number>()
        ofTopic.set(Number(partition), max + 1)
        offsets.set(topic, ofTopic)
      }
    }
  }
  return ok(
    Object.fromEntries(
      [...offsets].map(([topic, partitions]) => [
        topic,
        [...partitions].sort(([a], [b]) => a - b).map(([partition, offset]) => `partition:${partition},offset:${offset}`).join(';'),
      ]),
    ),
  )
}
