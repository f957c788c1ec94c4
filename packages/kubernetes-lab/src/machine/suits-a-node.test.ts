import { expect, test } from 'vitest'
import { whyNoNode } from './suits-a-node.ts'

const EXT4 = 0xef53

test('a disk suits a node', () => {
  expect(whyNoNode('/somewhere/labs', () => EXT4)).toBeUndefined()
  expect(whyNoNode('/variable', () => EXT4)).toBeUndefined()
})

test.each([
  ['/somewhere', 0x794c7630, '/somewhere is on an overlay'],
  ['/somewhere', 0x01021994, '/somewhere is on a tmpfs'],
  ['/var/cache/labs', EXT4, '/var/cache/labs is below /var, which the node covers'],
  ['/run', EXT4, '/run is below /run, which the node covers'],
])('%s on %i does not', (path, type, why) => {
  expect(whyNoNode(path, () => type)).toBe(why)
})

test('a directory that is not there yet is judged by where it will be', () => {
  expect(() => whyNoNode('/no-such-place/below/it')).not.toThrow()
})
