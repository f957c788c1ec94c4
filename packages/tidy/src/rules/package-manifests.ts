import type { Finding, Workspace } from './workspace.ts'

/** Every package says what it is, is named after its folder, and can be imported by its index. */
export function packageManifests(workspace: Workspace): Finding[] {
  const paths = new Set(workspace.files.map((file) => file.path))
  return workspace.packages.flatMap(({ folder, manifest }) => {
    const problems = [
      (manifest.description ?? '').trim().length < 15 ? 'It needs a description: one line that says what it is for.' : undefined,
      manifest.name !== `@headgate/${folder.split('/')[1]}` ? `It must be named @headgate/${folder.split('/')[1]}, after its folder.` : undefined,
      manifest.type !== 'module' ? 'It needs "type": "module".' : undefined,
      manifest.license !== 'Apache-2.0' ? 'It needs "license": "Apache-2.0".' : undefined,
      paths.has(`${folder}/src/index.ts`) ? undefined : 'It has no src/index.ts.',
    ]
    return problems.filter((problem) => problem !== undefined).map((problem) => ({ file: `${folder}/package.json`, problem }))
  })
}
