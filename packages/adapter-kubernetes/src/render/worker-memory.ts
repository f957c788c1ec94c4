import type { WorkerRole } from '@headgate/domain'
import { taskManagerMemory } from '@headgate/flink-engine'
import type { ClusterMemory } from '@headgate/flink-engine'

/**
 * What a JVM needs besides heap, metaspace, direct memory and RocksDB, in MiB: compiled code, stacks of threads, the collector, RocksDB's
 * indexes beyond what it was given, and what malloc keeps.
 */
const overheadMiB = 256

/** Memory of a worker's pod in MiB, request and limit in one: a pod that may use more than it asked for is ended when its node is short. */
export function workerMemoryMiB(role: WorkerRole, memory: ClusterMemory, slotsPerTaskManager: number): number {
  if (role === 'jobmanager') return memory.jobManagerHeap + memory.metaspace + overheadMiB
  if (role === 'gateway') return memory.gatewayHeap + memory.metaspace + overheadMiB
  const task = taskManagerMemory(memory, slotsPerTaskManager)
  return task.heap + task.direct + task.managed + memory.metaspace + overheadMiB
}
