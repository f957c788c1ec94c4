/** The task slots of a fake cluster. */
export interface Slots {
  add(taskManagerId: string, count: number): void
  remove(taskManagerId: string): void
  /** As many slots as asked for, named by their TaskManager; undefined when there are not enough. */
  take(count: number): string[] | undefined
  giveBack(slots: string[]): void
  taskManagers(): number
  total(): number
  available(): number
  /** How many slots of a TaskManager are in use. */
  used(taskManagerId: string): number
}

/** No slots yet. */
export function createSlots(): Slots {
  const managers = new Map<string, { total: number; used: number }>()
  const sum = (pick: (manager: { total: number; used: number }) => number) =>
    [...managers.values()].reduce((total, manager) => total + pick(manager), 0)
  const free = () => sum((manager) => manager.total - manager.used)
  return {
    add: (id, count) => void managers.set(id, { total: count, used: 0 }),
    remove: (id) => void managers.delete(id),
    take(count) {
      if (free() < count) return undefined
      const taken: string[] = []
      for (const [id, manager] of managers) {
        while (taken.length < count && manager.used < manager.total) {
          manager.used += 1
          taken.push(id)
        }
      }
      return taken
    },
    giveBack(slots) {
      for (const id of slots) {
        const manager = managers.get(id)
        if (manager !== undefined) manager.used -= 1
      }
    },
    taskManagers: () => managers.size,
    total: () => sum((manager) => manager.total),
    available: free,
    used: (id) => managers.get(id)?.used ?? 0,
  }
}
