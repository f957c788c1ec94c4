import { median } from './summarize.ts'

/** Runs `work` for about `forMs` after a warm-up and returns how often per second. */
export function measureRate(work: () => void, forMs = 400): number {
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

/** Two things in turn, five times: the ratio holds when the machine's speed drifts. */
export function compareRates(name: string, thing: () => void, against: string, base: () => void): string {
  const ratios = [0, 1, 2, 3, 4].map(() => {
    const baseRate = measureRate(base)
    return measureRate(thing) / baseRate
  })
  return `${name}: ${median(ratios).toFixed(2)} x the rate of ${against} (worst ${Math.min(...ratios).toFixed(2)}, best ${Math.max(...ratios).toFixed(2)})`
}
