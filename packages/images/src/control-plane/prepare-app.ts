import { copyFile, cp, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import { explainFailure } from '../builder/explain-failure.ts'
import { runCommand } from '../builder/run-command.ts'
import { isLibraryFileShipped } from './is-shipped.ts'
import { listSources, readManifests } from './list-sources.ts'
import { apps } from './shipped-packages.ts'

/** What decides which libraries are installed. */
export const installFiles = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml'] as const

/** Patches that the lockfile names must be there, though what they patch is for tests. */
const patches = 'packages/testbed/patches'

/** pnpm's notes, which name the folder it worked in. */
const notes = ['.modules.yaml', '.pnpm-workspace-state-v1.json', '.pnpm/lock.yaml']

/**
 * Writes the app of the image: `modules` with the libraries that run, and `sources` with our packages, both meant for the same place.
 * Two folders, so that a changed source makes a small layer new and not all.
 */
export async function prepareApp(root: string, target: string): Promise<Result<void>> {
  const [modules, sources] = [join(target, 'modules'), join(target, 'sources')]
  const installed = await installLibraries(root, modules)
  if (!installed.ok) return installed
  for (const path of ['package.json', ...listSources(root)]) await copyInto(sources, root, path)
  return ok(undefined)
}

/** Installs what the apps need at run time by the lockfile, and takes away what is no part of it. */
async function installLibraries(root: string, modules: string): Promise<Result<void>> {
  for (const path of [...installFiles, ...readManifests(root).map(({ folder }) => `${folder}/package.json`)]) await copyInto(modules, root, path)
  await cp(join(root, patches), join(modules, patches), { recursive: true })
  // Optional dependencies are native helpers and the Postgres of `dev`, which does not run in the image.
  const outcome = await runCommand(
    'npx',
    ['-y', 'pnpm@12', 'install', '--prod', '--no-optional', '--frozen-lockfile', '--prefer-offline', '--ignore-scripts', '--config.allowUnusedPatches=true', ...apps.flatMap((app) => ['--filter-prod', `${app}...`])],
    { cwd: modules, env: { CI: 'true' } },
  )
  if (outcome.code !== 0) return explainFailure('Installing the libraries of the control plane (pnpm)', outcome)
  await keepModulesOnly(modules)
  return ok(undefined)
}

/** Leaves only `node_modules` folders, and of these only what runs: the manifests come again with the sources. */
async function keepModulesOnly(modules: string): Promise<void> {
  for (const group of ['apps', 'packages']) {
    for (const folder of await readdir(join(modules, group))) {
      const entries = await readdir(join(modules, group, folder))
      for (const entry of entries) if (entry !== 'node_modules') await rm(join(modules, group, folder, entry), { recursive: true })
      if (!entries.includes('node_modules')) await rm(join(modules, group, folder), { recursive: true })
    }
  }
  for (const file of installFiles) await rm(join(modules, file))
  for (const file of notes) await rm(join(modules, 'node_modules', file), { force: true })
  for (const entry of await readdir(join(modules, 'node_modules'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && !isLibraryFileShipped(path)) await rm(path)
  }
}

async function copyInto(target: string, root: string, path: string): Promise<void> {
  await mkdir(dirname(join(target, path)), { recursive: true })
  await copyFile(join(root, path), join(target, path))
}
