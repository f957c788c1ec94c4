import { expect, test } from 'vitest'
import { NETWORKS_MAX, networkNames, nodeAddresses } from './node-addresses.ts'

/** First and last address of a range, as numbers. */
function bounds(range: string): [number, number] {
  const [address = '', length = '32'] = range.split('/')
  const first = address.split('.').reduce((total, part) => total * 256 + Number(part), 0)
  return [first, first + 2 ** (32 - Number(length)) - 1]
}

test('no two networks share an address, and none leaves the block for benchmarks', () => {
  const ranges = Array.from({ length: NETWORKS_MAX }, (_, network) => nodeAddresses(network)).flatMap(({ hostAddress, podRange, serviceRange }) => [
    bounds(`${hostAddress.replace(/\.1$/, '.0')}/30`),
    bounds(podRange),
    bounds(serviceRange),
  ])
  const sorted = ranges.toSorted(([one], [other]) => one - other)
  const [low, high] = bounds('198.18.0.0/15')
  for (const [position, [first, last]] of sorted.entries()) {
    expect(first).toBeGreaterThan(sorted[position - 1]?.[1] ?? low - 1)
    expect(last).toBeLessThanOrEqual(high)
  }
})

test('the addresses of DNS and of the API server are of the range of Services', () => {
  const { serviceRange, dnsAddress, apiServiceAddress } = nodeAddresses(3)
  const [first, last] = bounds(serviceRange)
  for (const address of [dnsAddress, apiServiceAddress]) {
    expect(bounds(address)[0]).toBeGreaterThan(first)
    expect(bounds(address)[0]).toBeLessThan(last)
  }
})

test('names of links are short enough for the kernel', () => {
  const { hostLink, nodeLink } = networkNames(NETWORKS_MAX - 1)
  expect(Math.max(hostLink.length, nodeLink.length)).toBeLessThan(16)
})
