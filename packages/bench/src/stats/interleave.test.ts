import { expect, it } from 'vitest'
import { interleave } from './interleave.ts'

it('measures both sides in turn, changes who goes first, and leaves warm-ups out', async () => {
  const order: string[] = []
  const rounds = await interleave(
    {
      ours: async (round) => (order.push(`ours ${round}`), round),
      theirs: async (round) => (order.push(`theirs ${round}`), -round),
    },
    { rounds: 2, warmUps: 1 },
  )
  expect(order).toEqual(['theirs -1', 'ours -1', 'ours 0', 'theirs 0', 'theirs 1', 'ours 1'])
  expect(rounds).toEqual({ ours: [0, 1], theirs: [-0, -1] })
})
