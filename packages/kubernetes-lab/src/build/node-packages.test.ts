import { expect, test } from 'vitest'
import { missingNodePackages, requireNodePackages } from './node-packages.ts'

test('a package is known by its file, wherever on the PATH it is', () => {
  const files = new Set(['/opt/bin/containerd', '/usr/sbin/runc', '/usr/lib/cni/ptp', '/sbin/nft', '/usr/bin/nsenter', '/bin/ip'])
  expect(missingNodePackages((file) => files.has(file), '/opt/bin')).toEqual(['iptables'])
})

test.each([
  ['another user', () => requireNodePackages(1000, []), /needs root.*sudo -E/],
  ['a missing package', () => requireNodePackages(0, ['runc', 'nftables']), /needs runc, nftables: apt-get install -y --no-install-recommends runc nftables$/],
])('%s is told in one line, with what to do', (_name, act, message) => {
  expect(act).toThrow(message)
  expect(act).not.toThrow(/\n/)
})
