import { dirname, posix } from 'node:path'
import { lineAt } from './read-code.ts'
import type { Finding, Workspace } from './workspace.ts'

/** Where a path in a text starts when it is one of ours. */
const OUR_PATH = /^(apps|packages|openapi|charts|terraform|docs|\.ci)\/[\w./*-]*$/

/** pnpm's own words after `pnpm@12`. */
const PNPM_COMMANDS = new Set(['install', 'exec', 'run', 'add', 'why'])

/** What documents name exists: paths in backticks and in the map of the README, scripts after `npx pnpm@12`, and the targets of relative links. */
export function documents(workspace: Workspace): Finding[] {
  const places = new Set(workspace.files.flatMap((file) => ancestors(file.path)))
  const scripts = new Set(Object.keys(JSON.parse(workspace.files.find((file) => file.path === 'package.json')?.text ?? '{}').scripts ?? {}))
  return workspace.files
    .filter((file) => file.path.endsWith('.md'))
    .flatMap((file) => {
      const missing = (problem: string) => (match: RegExpMatchArray) => ({ file: file.path, line: lineAt(file.text, match.index ?? 0), problem: problem.replace('%', match[1]!) })
      const quoted = [...file.text.matchAll(/`([^`\s]+)`/g)].filter((match) => OUR_PATH.test(match[1]!) && !exists(places, match[1]!))
      const mapped = file.path === 'README.md' ? [...file.text.matchAll(/^((?:apps|packages|openapi|charts|terraform)\/[\w*-]*) {2,}/gm)].filter((match) => !exists(places, match[1]!)) : []
      const commands = [...file.text.matchAll(/\bpnpm@12 (?:--silent )?([a-z][\w:-]*)/g)].filter((match) => !scripts.has(match[1]!) && !PNPM_COMMANDS.has(match[1]!))
      const links = [...file.text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].filter((match) => !exists(places, posix.join(dirname(file.path), match[1]!)))
      return [
        ...quoted.map(missing('`%` does not exist.')),
        ...mapped.map(missing('%, in the map, does not exist.')),
        ...commands.map(missing('There is no script "%" in package.json.')),
        ...links.map(missing('The link to % leads nowhere.')),
      ]
    })
}

function exists(places: ReadonlySet<string>, path: string): boolean {
  const wanted = path.replace(/\/$/, '')
  if (!wanted.includes('*')) return places.has(wanted)
  const pattern = new RegExp(`^${wanted.replace(/[.]/g, '\\.').replaceAll('*', '[^/]*')}$`)
  return [...places].some((place) => pattern.test(place))
}

/** A path and the folders it is in. */
function ancestors(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}
