import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One text file of the repository. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  path: string
  text: string
}

/** One package of the workspace. */
export interface WorkspacePackage {
  /** Such as `packages/domain`. */
  folder: string
  manifest: Manifest
}

/** What is read of a `package.json`. */
export interface Manifest {
  name?: string
  description?: string
  license?: unknown
  private?: boolean
  type?: string
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

/** The repository as the rules see it: text files that are, or would be, committed. */
export interface Workspace {
  root: string
  files: SourceFile[]
  packages: WorkspacePackage[]
}

/** A broken rule, for people: where, and what is wrong. */
export interface Finding {
  file: string
  /** From 1. */
  line?: number
  problem: string
}

/** A house rule. */
export type Rule = (workspace: Workspace) => Finding[]

/** As in .gitignore, and what belongs to git itself: a folder, or in a second worktree a file. */
const NOT_ENTERED = new Set(['node_modules', '.git', '.headgate', 'dist', 'coverage', '__pycache__', '.venv'])
const NOT_READ = /\.(log|png|jpg|ico|woff2?|jar|gz|zip|pyc)$|(^|\/)(\.DS_Store|\.git)$|^packages\/adapter-postgres\/src\/generated\//

/** Reads the repository below `root`. */
export function readWorkspace(root: string): Workspace {
  const files = below(root, '').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  return { root, files, packages: packagesOf(files) }
}

/** The packages among `files`. */
export function packagesOf(files: readonly SourceFile[]): WorkspacePackage[] {
  return files
    .filter((file) => /^(apps|packages)\/[^/]+\/package\.json$/.test(file.path))
    .map((file) => ({ folder: file.path.slice(0, -'/package.json'.length), manifest: JSON.parse(file.text) as Manifest }))
}

/** TypeScript written by people. */
export function ownTypeScript(workspace: Workspace): SourceFile[] {
  return workspace.files.filter((file) => /\.tsx?$/.test(file.path) && !isGenerated(file))
}

/** Written by a program: it says so in its first lines, or its folder does. */
export function isGenerated(file: SourceFile): boolean {
  return /(^|\/)(generated|prisma-client)\//.test(file.path) || /auto-?generated|automatically generated|do not (edit|modify)/i.test(file.text.slice(0, 600))
}

/** Tests and what only tests use. */
export function isTestOnly(path: string): boolean {
  return /\.test\.ts$|(^|\/)(tests|testing|contracts|fixtures)\/|(^|\/)testing\.ts$|^packages\/(e2e|testbed|kubernetes-lab)\/|(^|\/)vitest\.config\.ts$/.test(path)
}

/** The package a file is in, such as `packages/domain`. */
export function folderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}

function below(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      // In a second worktree `.git` is a file.
      if (NOT_ENTERED.has(entry.name)) return []
      if (entry.isDirectory()) return below(root, path)
      return entry.isFile() && !NOT_READ.test(path) ? [path] : []
    })
}
