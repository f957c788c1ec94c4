/** One object of a stand-in. */
export interface StandInObject {
  content: Uint8Array
  modifiedMs: number
}

/** Objects by name, listed in the order of the bytes of their names; made for hundreds of thousands. */
export class SortedObjects {
  readonly #objects = new Map<string, StandInObject>()
  /** Sorted; names that were removed are left in it until there are many. */
  #names: Buffer[] = []
  #added: string[] = []

  get size(): number {
    return this.#objects.size
  }

  get(name: string): StandInObject | undefined {
    return this.#objects.get(name)
  }

  set(name: string, object: StandInObject): void {
    if (!this.#objects.has(name)) this.#added.push(name)
    this.#objects.set(name, object)
  }

  delete(name: string): void {
    this.#objects.delete(name)
  }

  /** Names that begin with `prefix` and come after `after`, in order. */
  *names(prefix: string, after: string): Generator<string> {
    this.#sort()
    const start = Buffer.from(prefix)
    const mark = Buffer.from(after)
    const names = this.#names
    for (let index = firstAfter(names, Buffer.compare(mark, start) >= 0 ? mark : start, Buffer.compare(mark, start) < 0); index < names.length; index += 1) {
      const name = names[index]!
      if (!name.subarray(0, start.length).equals(start)) return
      const text = name.toString()
      if (this.#objects.has(text)) yield text
    }
  }

  #sort(): void {
    if (this.#added.length === 0 && this.#names.length <= 2 * this.#objects.size + 1_000) return
    this.#names = [...this.#objects.keys()].map((name) => Buffer.from(name)).sort(Buffer.compare)
    this.#added = []
  }
}

/** Where the names after `mark` begin; with `orEqual`, itself included. */
function firstAfter(names: readonly Buffer[], mark: Buffer, orEqual: boolean): number {
  let [low, high] = [0, names.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const order = Buffer.compare(names[middle]!, mark)
    if (order < 0 || (order === 0 && !orEqual)) low = middle + 1
    else high = middle
  }
  return low
}
