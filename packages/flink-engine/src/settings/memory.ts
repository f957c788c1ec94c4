/** Sizes of the JVMs of a pool, in MiB. Heap caps cost next to nothing while unused: what a JVM takes is mostly code and metaspace. */
export interface ClusterMemory {
  jobManagerHeap: number
  gatewayHeap: number
  taskFrameworkHeap: number
  /** For each slot. */
  taskHeapPerSlot: number
  /** Direct memory of the TaskManager itself; half of it reads batch shuffles. */
  taskFrameworkOffHeap: number
  networkPerSlot: number
  /** RocksDB's memory, for each slot. */
  managedPerSlot: number
  metaspace: number
}

/** For a laptop: four slots fit a TaskManager of 384 MiB heap. */
export const laptopMemory: ClusterMemory = {
  // Flink's own idle need is 55 MiB; every job adds its graph and checkpoint statistics, every ended query up to 1 MiB.
  jobManagerHeap: 256,
  // Plans, and up to 5,000 buffered rows for each open query.
  gatewayHeap: 256,
  taskFrameworkHeap: 64,
  taskHeapPerSlot: 80,
  // Flink's default. With less, its default of 64 MiB for reading batch shuffles does not fit and every batch query with a shuffle hangs.
  taskFrameworkOffHeap: 128,
  // 32 MiB are enough for four slots of one or two exchanges each; a parallel shuffle of the whole pool needs more buffers.
  networkPerSlot: 12,
  managedPerSlot: 32,
  // Generated code of every running statement lives here; a full metaspace ends the process.
  metaspace: 256,
}

/** The memory of a TaskManager with so many slots, in MiB. */
export function taskManagerMemory(memory: ClusterMemory, slots: number) {
  const taskHeap = memory.taskHeapPerSlot * slots
  const network = Math.max(32, memory.networkPerSlot * slots)
  return {
    heap: memory.taskFrameworkHeap + taskHeap,
    taskHeap,
    network,
    managed: Math.max(64, memory.managedPerSlot * slots),
    /** What `-XX:MaxDirectMemorySize` must allow: Flink's own off-heap memory and the network buffers. */
    direct: memory.taskFrameworkOffHeap + network,
  }
}
