import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isEntered, isShipped } from './is-shipped.ts'
import { shippedPackages } from './shipped-packages.ts'
import type { ShippedManifest } from './shipped-packages.ts'

/** The manifests of a workspace below `root`. */
export function readManifests(root: string): ShippedManifest[] {
  return ['apps', 'packages']
    .flatMap((group) => readdirSync(join(root, group)).map((entry) => `${group}/${entry}`))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => {
      const { name, dependencies } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { name: string; dependencies?: Record<string, string> }
      return { folder, name, dependencies: Object.keys(dependencies ?? {}) }
    })
}

/** The files of the control plane's image that are ours, relative to `root`, sorted. */
export function listSources(root: string): string[] {
  return shippedPackages(readManifests(root)).flatMap((folder) => below(root, folder, '')).sort()
}

function below(root: string, folder: string, inside: string): string[] {
  return readdirSync(join(root, folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`
    if (entry.isDirectory()) return isEntered(entry.name) ? below(root, folder, path) : []
    return entry.isFile() && isShipped(path) ? [`${folder}/${path}`] : []
  })
}
