import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contentKey } from '../cache/content-key.ts'
import type { ImagePlan } from '../image.ts'
import { listSources } from './list-sources.ts'
import { installFiles, prepareApp } from './prepare-app.ts'

/** The image of the control plane of this clone. Its tag is the version; its key changes with whatever is in it. */
export function planControlPlane(root: string, baseName: string): ImagePlan {
  const dockerfile = join(root, 'packages/images/control-plane/Dockerfile')
  const read = (path: string): [string, Uint8Array] => [path, readFileSync(join(root, path))]
  // How the app is collected is in the key too: another rule of what is shipped is another image.
  const rules = ['is-shipped.ts', 'prepare-app.ts'].map((file) => read(`packages/images/src/control-plane/${file}`))
  const key = contentKey([['Dockerfile', readFileSync(dockerfile)], ['base', baseName], ...rules, ...installFiles.map(read), ...listSources(root).map(read)])
  const { version } = JSON.parse(readFileSync(join(root, 'apps/api/package.json'), 'utf8')) as { version: string }
  const name = 'headgate/control-plane'
  return {
    which: 'control-plane',
    name,
    tag: version,
    reference: `${name}:${version}`,
    key,
    version,
    dockerfile,
    base: 'node',
    given: 'APP',
    prepare: (contextDirectory) => prepareApp(root, contextDirectory),
  }
}
