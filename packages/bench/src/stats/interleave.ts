/** Two sides measured in turn: `ours[i]` and `theirs[i]` belong to one round. */
export interface Rounds<Ours, Theirs> {
  ours: Ours[]
  theirs: Theirs[]
}

export const pause = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs))

/**
 * Measures both sides in turn, `rounds` times after `warmUps` that do not count. Which side goes first changes from round to round: what one
 * leaves behind for the next (a warm cache, a job that is still ending) must not fall on the same side every time.
 */
export async function interleave<Ours, Theirs>(
  sides: { ours(round: number): Promise<Ours>; theirs(round: number): Promise<Theirs> },
  { rounds, warmUps, onRound }: { rounds: number; warmUps: number; onRound?: (round: number) => void },
): Promise<Rounds<Ours, Theirs>> {
  const found: Rounds<Ours, Theirs> = { ours: [], theirs: [] }
  for (let round = -warmUps; round < rounds; round++) {
    const oursFirst = round % 2 === 0
    const first = oursFirst ? await sides.ours(round) : undefined
    const theirs = await sides.theirs(round)
    const ours = oursFirst ? (first as Ours) : await sides.ours(round)
    if (round < 0) continue
    found.ours.push(ours)
    found.theirs.push(theirs)
    onRound?.(round)
  }
  return found
}
