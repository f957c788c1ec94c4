import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const NOT_ENTERED = new Set(['node_modules', 'dist', 'generated', 'coverage'])

/** All test files below `packages` and `apps`, as sorted paths relative to `root`. */
export function findTestFiles(root: string): string[] {
  return ['apps', 'packages'].flatMap((top) => below(root, top)).toSorted()
}

function below(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return NOT_ENTERED.has(entry.name) || entry.name.startsWith('.') ? [] : below(root, path)
    return entry.name.endsWith('.test.ts') ? [path] : []
  })
}
