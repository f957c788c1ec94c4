import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Finding, Manifest, Workspace } from './workspace.ts'

/** Licences that shipped dependencies may have. */
const ALLOWED = /^(Apache-2\.0|MIT|BSD(-\w+)*|0BSD|ISC|BlueOak-1\.0\.0|CC0-1\.0|PostgreSQL|MPL-2\.0)$/

/** Packages whose manifest does not say it, read by hand: name@version and what was found. */
const READ_BY_HAND: Record<string, string> = {}

interface Installed {
  directory: string
  manifest: Manifest & { version?: string; licenses?: unknown }
}

/** Everything that ships with a package (its dependencies and theirs, not what is for development) has a licence of the list. */
export function licences(workspace: Workspace): Finding[] {
  const seen = new Set<string>()
  const findings: Finding[] = []
  const visit = (from: Installed, trail: string) => {
    for (const [name, optional] of shippedWith(from.manifest)) {
      const installed = find(name, from.directory)
      if (installed === undefined) {
        if (!optional) findings.push({ file: trail, problem: `${name} is not installed: run "npx pnpm@12 install".` })
        continue
      }
      if (seen.has(installed.directory)) continue
      seen.add(installed.directory)
      const label = `${name}@${installed.manifest.version ?? '?'}`
      if (!name.startsWith('@headgate/')) {
        const licence = READ_BY_HAND[label] ?? licenceOf(installed.manifest)
        if (!isAllowed(licence)) findings.push({ file: trail, problem: `${label} has the licence "${licence}", which is not in the list.` })
      }
      visit(installed, `${trail} > ${name}`)
    }
  }
  for (const { folder, manifest } of workspace.packages) visit({ directory: realpathSync(join(workspace.root, folder)), manifest }, folder)
  return findings
}

/** Whether an SPDX expression can be met with allowed licences: one side of OR, both of AND. */
export function isAllowed(expression: string): boolean {
  const plain = expression.trim()
  const either = splitOutside(plain, ' OR ')
  if (either.length > 1) return either.some(isAllowed)
  const both = splitOutside(plain, ' AND ')
  if (both.length > 1) return both.every(isAllowed)
  if (plain.startsWith('(') && plain.endsWith(')')) return isAllowed(plain.slice(1, -1))
  return ALLOWED.test(plain)
}

function splitOutside(text: string, separator: string): string[] {
  const parts = ['']
  let depth = 0
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '(') depth += 1
    if (text[index] === ')') depth -= 1
    if (depth === 0 && text.startsWith(separator, index)) {
      parts.push('')
      index += separator.length - 1
    } else parts.push(`${parts.pop()}${text[index]}`)
  }
  return parts
}

function licenceOf(manifest: Installed['manifest']): string {
  const { license, licenses } = manifest
  if (typeof license === 'string') return license
  const entries = (Array.isArray(licenses) ? licenses : [license]) as ({ type?: string } | undefined)[]
  return entries.map((entry) => entry?.type ?? 'none').join(' OR ')
}

function shippedWith(manifest: Manifest): [name: string, optional: boolean][] {
  const optional = Object.keys(manifest.optionalDependencies ?? {})
  return [...Object.keys(manifest.dependencies ?? {}).filter((name) => !optional.includes(name)).map((name): [string, boolean] => [name, false]), ...optional.map((name): [string, boolean] => [name, true])]
}

/** As Node resolves a package: the nearest node_modules upwards. */
function find(name: string, from: string): Installed | undefined {
  for (let directory = from; ; directory = dirname(directory)) {
    const candidate = join(directory, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) {
      return { directory: realpathSync(candidate), manifest: JSON.parse(readFileSync(join(candidate, 'package.json'), 'utf8')) as Installed['manifest'] }
    }
    if (directory === dirname(directory)) return undefined
  }
}
