/** A `package.json` of the workspace, as far as it matters here. */
export interface ShippedManifest {
  folder: string
  name: string
  dependencies: readonly string[]
}

/** What the image runs. Everything else is there because one of these needs it. */
export const apps = ['@headgate/api', '@headgate/controller', '@headgate/snapshots', '@headgate/cli'] as const

/** The folders of the apps and of every workspace package that they need at run time, sorted. */
export function shippedPackages(manifests: readonly ShippedManifest[]): string[] {
  const byName = new Map(manifests.map((manifest) => [manifest.name, manifest]))
  const found = new Set<string>()
  const visit = (name: string): void => {
    const manifest = byName.get(name)
    if (manifest === undefined || found.has(manifest.folder)) return
    found.add(manifest.folder)
    manifest.dependencies.forEach(visit)
  }
  apps.forEach(visit)
  return [...found].sort()
}
