/** A record of the output. */
export interface OutRecord {
  id: number
  k: number
  nth: number
}

export interface LedgerCount {
  sent: number
  arrived: number
  lost: number
  doubled: number
  /** Keys whose numbers are not exactly 1, 2, 3, …: their state was lost or counted twice. */
  brokenKeys: number
}

/** Holds the committed output against the input, as multisets: what is in the input topic twice must be in the output twice. Pure. */
export function countLedger(input: readonly { id: number; k: number }[], output: readonly OutRecord[]): LedgerCount {
  const balance = new Map<number, number>()
  for (const { id } of input) balance.set(id, (balance.get(id) ?? 0) + 1)
  for (const { id } of output) balance.set(id, (balance.get(id) ?? 0) - 1)
  const differences = [...balance.values()]
  const numbers = new Map<number, number[]>()
  for (const { k, nth } of output) numbers.set(k, (numbers.get(k) ?? []).concat(nth))
  const isBroken = (found: number[]): boolean => found.toSorted((one, other) => one - other).some((nth, position) => nth !== position + 1)
  return {
    sent: input.length,
    arrived: output.length,
    lost: differences.filter((difference) => difference > 0).reduce((sum, difference) => sum + difference, 0),
    doubled: differences.filter((difference) => difference < 0).reduce((sum, difference) => sum - difference, 0),
    brokenKeys: [...numbers.values()].filter(isBroken).length,
  }
}

/** Whether what was served of a partition is what is in it, from its first record on, without a gap or a repeat; else where it departs. Pure. */
export function departsFrom(served: readonly number[], partition: readonly number[]): string | undefined {
  const position = served.findIndex((id, index) => id !== partition[index])
  return position < 0 ? undefined : `row ${position + 1} is id ${served[position]}, expected ${partition[position] ?? 'nothing'}`
}
