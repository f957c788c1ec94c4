/** What one line of Maven's batch output tells about the progress. */
export type MavenLine =
  | { kind: 'downloading'; file: string }
  | { kind: 'downloaded'; file: string; bytes: number }
  | { kind: 'copying'; file: string }

const units: Record<string, number> = { B: 1, kB: 1_000, MB: 1_000_000, GB: 1_000_000_000 }

/** Reads a line of `mvn -B`. Undefined for lines that tell nothing of it. */
export function readMavenLine(line: string): MavenLine | undefined {
  const transfer = /^(?:\[INFO\] )?(Downloading|Downloaded) from \S+: \S*\/([^/\s]+)(?: \(([\d.]+) (B|kB|MB|GB) at .*\))?\s*$/.exec(line)
  if (transfer !== null) {
    const [, kind, file = '', amount, unit = 'B'] = transfer
    if (kind === 'Downloading') return { kind: 'downloading', file }
    return { kind: 'downloaded', file, bytes: Math.round(Number(amount ?? 0) * (units[unit] ?? 1)) }
  }
  const copy = /^\[INFO\] Copying (\S+\.jar) to /.exec(line)
  return copy === null ? undefined : { kind: 'copying', file: copy[1] ?? '' }
}

const lineMax = 300

/** Why Maven failed, in one line that a user can act on. Names no address: which repository is asked is Maven's configuration. */
export function explainMavenFailure(output: string): string {
  if (/No space left on device|ENOSPC|Disk quota exceeded/i.test(output)) return 'The disk is full: free about 1 GB and try again.'
  const missing = /Could not find artifact (\S+:\S+:\S+)/.exec(output)?.[1]
  if (missing !== undefined) return `Maven did not find ${missing} in its repositories. If a mirror is configured in Maven's settings.xml, it may lack it.`
  if (/in offline mode|has not been downloaded from it before/.test(output)) return "Maven works offline and has not got all of the engine: switch its offline mode off once (settings.xml, or MAVEN_ARGS)."
  if (/PKIX path building failed|unable to find valid certification path/.test(output)) return "Maven does not trust the certificate of its repository: add your proxy's certificate to the trust store of Java."
  if (/status code: (?:401|403|407)|Unauthorized|Forbidden|Proxy Authentication Required/i.test(output)) return "Maven's repository or proxy refused the access: check its credentials in Maven's settings.xml."
  if (/Unknown host|Temporary failure in name resolution|Name or service not known|Connection refused|Connect to .* failed|No route to host|Network is unreachable|timed out|Connection reset|Could not transfer artifact/i.test(output)) {
    return "Maven cannot reach its repository: check the network (or the proxy in Maven's settings.xml) and try again."
  }
  const error = output.split('\n').find((line) => line.startsWith('[ERROR]'))?.replace(/^\[ERROR\]\s*/, '')
  return `Maven failed: ${withoutAddresses(error ?? output.trim().split('\n').at(-1) ?? 'it gave no reason')}`
}

const withoutAddresses = (text: string): string => text.replace(/\(?\bhttps?:\/\/\S+/g, '…').slice(0, lineMax)
