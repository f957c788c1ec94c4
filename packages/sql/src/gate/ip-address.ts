/** What an IP address stands for. `public`: none of the others. */
export type AddressKind = 'loopback' | 'unspecified' | 'link-local' | 'multicast' | 'reserved' | 'metadata' | 'private' | 'public'

/** The first range that holds an address counts. Sources: IANA's special-purpose registries, and where clouds put their metadata services. */
const ranges: [range: string, kind: AddressKind][] = [
  ['168.63.129.16/32', 'metadata'], ['169.254.169.254/32', 'metadata'], ['169.254.170.2/32', 'metadata'], ['100.100.100.200/32', 'metadata'],
  ['0.0.0.0/8', 'unspecified'], ['127.0.0.0/8', 'loopback'], ['169.254.0.0/16', 'link-local'], ['224.0.0.0/4', 'multicast'], ['240.0.0.0/4', 'reserved'], ['192.0.0.0/24', 'reserved'],
  ['10.0.0.0/8', 'private'], ['172.16.0.0/12', 'private'], ['192.168.0.0/16', 'private'], ['100.64.0.0/10', 'private'], ['198.18.0.0/15', 'private'],
  ['fd00:ec2::254/128', 'metadata'], ['fd20:ce::254/128', 'metadata'],
  ['::/128', 'unspecified'], ['::1/128', 'loopback'], ['fe80::/10', 'link-local'], ['ff00::/8', 'multicast'], ['100::/64', 'reserved'], ['fc00::/7', 'private'], ['fec0::/10', 'private'],
]

/** IPv6 ranges whose addresses carry an IPv4 address, by how far it stands from the end: mapped, compatible, translated, NAT64, 6to4. */
const carriers: [range: string, shift: bigint][] = [
  ['::ffff:0:0/96', 0n], ['::/96', 0n], ['::ffff:0:0:0/96', 0n], ['64:ff9b::/96', 0n], ['64:ff9b:1::/48', 0n], ['2002::/16', 80n],
]

interface Numeric {
  bits: 32 | 128
  value: bigint
}

/** Reads `1.2.3.4` and IPv6 in hexadecimal groups, with or without brackets. Undefined for names and everything else. */
function parseIp(text: string): Numeric | undefined {
  const host = text.replace(/^\[(.*)\]$/, '$1')
  if (/^[0-9]+(?:\.[0-9]+){3}$/.test(host)) {
    return { bits: 32, value: host.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n) }
  }
  if (!host.includes(':') || !/^[0-9a-f:]+$/i.test(host)) return undefined
  const [left = [], right = []] = host.split('::').map((side) => side.split(':').filter((group) => group !== ''))
  const groups = [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right]
  return groups.length === 8 ? { bits: 128, value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) } : undefined
}

function isInside(address: Numeric, range: string): boolean {
  const [base = '', length = ''] = range.split('/')
  const start = parseIp(base)!
  const rest = BigInt(start.bits - Number(length))
  return start.bits === address.bits && address.value >> rest === start.value >> rest
}

const dotted = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.')

/** The IPv4 addresses that an IPv6 address carries, as four decimal numbers. Empty for IPv4 and for names. */
export function carriedAddresses(host: string): string[] {
  const address = parseIp(host)
  if (address?.bits !== 128) return []
  const { value } = address
  const low = value & 0xffff_ffffn
  const carried = carriers.filter(([range]) => isInside(address, range)).map(([, shift]) => (value >> shift) & 0xffff_ffffn)
  // Teredo: the client's address with its bits turned over, and the server's.
  if (isInside(address, '2001::/32')) carried.push(low ^ 0xffff_ffffn, (value >> 64n) & 0xffff_ffffn)
  // ISATAP: any prefix, then 0:5efe or 200:5efe.
  if ([0x5efen, 0x200_5efen].includes((value >> 32n) & 0xffff_ffffn)) carried.push(low)
  return [...new Set(carried.map(dotted))]
}

/** What a host stands for, with what it carries; undefined for a name, which only a look-up can tell. */
export function addressKinds(host: string): AddressKind[] | undefined {
  if (host === 'localhost') return ['loopback']
  const address = parseIp(host)
  if (address === undefined) return undefined
  const own = ranges.find(([range]) => isInside(address, range))?.[1] ?? 'public'
  return [own, ...carriedAddresses(host).flatMap((carried) => addressKinds(carried) ?? [])]
}
