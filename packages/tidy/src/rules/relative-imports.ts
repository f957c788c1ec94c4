import { dirname, posix } from 'node:path'
import { importsOf } from './read-code.ts'
import { isTestOnly, ownTypeScript, type Finding, type Workspace } from './workspace.ts'

/**
 * A relative import names its file with the ending, as Node wants it, and stays inside of its package; another package is imported by its name, without a path
 * into its sources. What is for tests is imported by tests.
 */
export function relativeImports(workspace: Workspace): Finding[] {
  const findings: Finding[] = []
  for (const file of ownTypeScript(workspace)) {
    for (const { specifier, line } of importsOf(file.text)) {
      const at = { file: file.path, line }
      if (specifier.startsWith('.')) {
        if (!/\.(ts|tsx|json|css)$/.test(specifier)) findings.push({ ...at, problem: `"${specifier}" needs its ending: .ts` })
        const depth = file.path.split('/').length - 3
        const up = specifier.split('/').filter((part) => part === '..').length
        if (file.path.includes('/') && up > depth) findings.push({ ...at, problem: `"${specifier}" leaves the package: import the other one by its name.` })
        const target = posix.join(dirname(file.path), specifier)
        if (!isTestOnly(file.path) && isTestOnly(target)) findings.push({ ...at, problem: `"${specifier}" is for tests only.` })
      } else if (/^@headgate\/[^/]+\/(src|dist)\//.test(specifier)) {
        findings.push({ ...at, problem: `"${specifier}" reaches into another package's sources.` })
      }
    }
  }
  return findings
}
