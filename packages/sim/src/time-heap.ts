/** One who waits for a time. */
export interface TimeEntry {
  atMs: number
  /** Among those of one time the first who asked comes first. */
  order: number
  run: () => void
}

/** Those who wait for a time, the next one first. */
export interface TimeHeap {
  push(entry: TimeEntry): void
  first(): TimeEntry | undefined
  remove(entry: TimeEntry): void
  size(): number
}

/** A binary heap; what is taken back leaves it when it comes to the top. */
export function createTimeHeap(): TimeHeap {
  const heap: TimeEntry[] = []
  const waiting = new Set<TimeEntry>()
  const isBefore = (a: TimeEntry, b: TimeEntry) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)

  const rise = (start: number) => {
    const entry = heap[start]!
    let at = start
    for (let parent = (at - 1) >> 1; at > 0 && isBefore(entry, heap[parent]!); parent = (at - 1) >> 1) {
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = entry
  }
  const sink = (entry: TimeEntry) => {
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1
      if (!isBefore(heap[child]!, entry)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = entry
  }
  const dropTop = () => {
    const last = heap.pop()
    if (last !== undefined && heap.length > 0) sink(last)
  }
  return {
    push(entry) {
      waiting.add(entry)
      heap.push(entry)
      rise(heap.length - 1)
    },
    first() {
      while (heap.length > 0 && !waiting.has(heap[0]!)) dropTop()
      return heap[0]
    },
    remove: (entry) => void waiting.delete(entry),
    size: () => waiting.size,
  }
}
