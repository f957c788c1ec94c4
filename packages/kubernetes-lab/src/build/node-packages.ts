import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What a node takes from Debian, and a file by which it is known. */
const PACKAGES: Record<string, string> = {
  containerd: 'containerd',
  runc: 'runc',
  'containernetworking-plugins': '/usr/lib/cni/ptp',
  nftables: 'nft',
  iptables: 'iptables',
  iproute2: 'ip',
  'util-linux': 'nsenter',
}

/** The names of Debian packages that a node needs and this machine lacks. `exists` and `path` are replaced in tests. */
export function missingNodePackages(exists: (file: string) => boolean = existsSync, path: string = process.env.PATH ?? ''): string[] {
  const places = [...new Set([...path.split(':').filter((place) => place !== ''), '/usr/sbin', '/sbin', '/usr/bin', '/bin'])]
  return Object.entries(PACKAGES)
    .filter(([, file]) => (file.startsWith('/') ? !exists(file) : !places.some((place) => exists(join(place, file)))))
    .map(([name]) => name)
}

/** Throws one line that says what to do when this machine cannot run a node; `user` is the effective user. */
export function requireNodePackages(user: number | undefined = process.geteuid?.(), missing: readonly string[] = missingNodePackages()): void {
  if (process.platform !== 'linux') throw new Error(`A Kubernetes node runs on Linux, and this is ${process.platform}.`)
  if (user !== 0) throw new Error('A Kubernetes node needs root, for namespaces, mounts and cgroups: run this as root (sudo -E).')
  if (missing.length > 0) throw new Error(`A Kubernetes node needs ${missing.join(', ')}: apt-get install -y --no-install-recommends ${missing.join(' ')}`)
}
