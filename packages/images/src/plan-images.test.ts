import { expect, it } from 'vitest'
import { engineVersion } from '@headgate/flink-engine'
import { planImages } from './plan-images.ts'

it('names both images by what is in them', () => {
  const [engine, controlPlane] = planImages(['engine', 'control-plane'])
  expect(engine?.reference).toBe(`headgate/engine:${engineVersion()}-${engine?.key}`)
  expect(controlPlane?.reference).toMatch(/^headgate\/control-plane:\d+\.\d+\.\d+$/)
  expect(planImages(['engine', 'control-plane']).map(({ key }) => key)).toEqual([engine?.key, controlPlane?.key])
})

it('a trial has one of its own', () => {
  expect(planImages(['trial'])[0]?.reference).toMatch(/^headgate\/trial:\d+\.\d+\.\d+$/)
})

it('another base is another image', () => {
  const keys = [undefined, 'debian:12-slim', 'debian:13-slim'].map((base) => planImages(['engine'], base)[0]?.key)
  expect(new Set(keys).size).toBe(3)
})
