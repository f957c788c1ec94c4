/** Runs `work` for about `forMs` after a warm-up and returns how often per second. */
export function measure(work: () => void, forMs = 400): number {
  for (let round = 0; round < 200; round++) work()
  const startedMs = performance.now()
  let rounds = 0
  let elapsedMs = 0
  while (elapsedMs < forMs) {
    for (let batch = 0; batch < 50; batch++) work()
    rounds += 50
    elapsedMs = performance.now() - startedMs
  }
  return (rounds / elapsedMs) * 1_000
}

/** Two things in turn, three times: the ratio holds when the machine's speed drifts. */
export function compare(name: string, thing: () => void, against: string, base: () => void): string {
  const ratios = [0, 1, 2].map(() => {
    const baseRate = measure(base)
    return measure(thing) / baseRate
  })
  const median = ratios.sort((a, b) => a - b)[1] ?? 0
  return `${name}: ${median.toFixed(2)} x ${against} (min ${ratios[0]?.toFixed(2)}, max ${ratios[2]?.toFixed(2)})`
}
