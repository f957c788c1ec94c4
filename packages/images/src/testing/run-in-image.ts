import { spawnSync } from 'node:child_process'
import type { OpenImage } from './open-image.ts'

/**
 * Runs a command in an unpacked image as Kubernetes would: as the image's user, in its working directory, on a root file system that
 * cannot be written, without a network and without new privileges. Only `writable` directories are there to be written.
 */
export function runInImage({ root, config }: OpenImage, command: readonly string[], options: { writable: readonly string[]; env?: Record<string, string> }): { code: number | null; output: string } {
  const mounts = [
    'mount --make-rprivate /',
    'mount --bind "$0" "$0"',
    'mount -t tmpfs dev "$0/dev"',
    'for name in null zero random urandom; do : > "$0/dev/$name"; mount --bind "/dev/$name" "$0/dev/$name"; done',
    ...options.writable.map((path) => `mount -t tmpfs -o mode=1777 writable "$0${path}"`),
    'mount -t proc proc "$0/proc"',
    'mount -o remount,bind,ro "$0"',
    'root=$0',
    `exec setpriv --no-new-privs chroot --userspec=${config.User} "$root" env -i --chdir=${config.WorkingDir ?? '/'} "$@"`,
  ]
  const env = [...(config.Env ?? []), 'HOME=/tmp', ...Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`)]
  const ended = spawnSync('unshare', ['--mount', '--pid', '--net', '--fork', '--kill-child', 'sh', '-euc', mounts.join('\n'), root, ...env, ...command], { encoding: 'utf8', timeout: 60_000 })
  return { code: ended.status, output: ended.stdout + ended.stderr + (ended.error?.message ?? '') }
}
