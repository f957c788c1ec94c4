/** A host that can be compared, and its port. */
export interface NetworkAddress {
  host: string
  port: number
}

const hostName = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/i
const dottedQuad = /^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$/

/**
 * Reads `host`, `host:port` or `[v6]:port`. Undefined for anything else, among it spellings of IPv4 addresses other than four
 * decimal numbers (`127.1`, `2130706433`, `0x7f.1`), which some resolvers take and which would hide an address.
 */
export function parseAddress(text: string, defaultPort: number): NetworkAddress | undefined {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::([0-9]{1,5}))?$/i.exec(text)
  if (match === null) return undefined
  const port = match[2] === undefined ? defaultPort : Number(match[2])
  const host = comparableHost(match[1]!)
  return host === undefined || port < 1 || port > 65535 ? undefined : { host, port }
}

function comparableHost(text: string): string | undefined {
  if (text.startsWith('[')) return comparableV6(text)
  const host = text.toLowerCase().replace(/\.$/, '')
  if (dottedQuad.test(host)) return loopbackOr(host)
  // The last label of a name is never a number: what looks like that is an address in another spelling.
  if (!hostName.test(host) || /^(?:0x[0-9a-f]*|[0-9]+)$/.test(host.split('.').at(-1)!)) return undefined
  return loopbackOr(host)
}

/** URL knows all spellings of IPv6, among them those that hold an IPv4 address. */
function comparableV6(text: string): string | undefined {
  const url = URL.parse(`http://${text}/`)
  if (url === null) return undefined
  const mapped = /^\[::(?:ffff:)?([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(url.hostname)
  if (mapped === null) return loopbackOr(url.hostname)
  const [high, low] = [parseInt(mapped[1]!, 16), parseInt(mapped[2]!, 16)]
  return loopbackOr(`${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`)
}

/** All names of the own machine are one. */
function loopbackOr(host: string): string {
  const own = (host.startsWith('127.') && dottedQuad.test(host)) || ['localhost', '0.0.0.0', '[::1]', '[::]', 'ip6-localhost', 'ip6-loopback', 'localhost4', 'localhost6', 'localhost.localdomain'].includes(host)
  return own || host.endsWith('.localhost') ? 'localhost' : host
}
