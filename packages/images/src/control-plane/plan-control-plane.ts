import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { contentKey } from '../cache/content-key.ts'
import type { ImagePlan } from '../image.ts'
import { cloneVersion, dockerfileOf, makePlan } from '../make-plan.ts'
import { listSources } from './list-sources.ts'
import { installFiles, prepareApp } from './prepare-app.ts'

/** The image of the control plane of this clone. Its tag is the version; its key changes with whatever is in it. */
export function planControlPlane(root: string, baseName: string): ImagePlan {
  const read = (path: string): [string, Uint8Array] => [path, readFileSync(join(root, path))]
  // How the app is collected is in the key too: another rule of what is shipped is another image.
  const rules = ['is-shipped.ts', 'prepare-app.ts'].map((file) => read(`packages/images/src/control-plane/${file}`))
  const key = contentKey([['Dockerfile', readFileSync(dockerfileOf(root, 'control-plane'))], ['base', baseName], ...rules, ...installFiles.map(read), ...listSources(root).map(read)])
  return makePlan(root, {
    which: 'control-plane',
    key,
    version: cloneVersion(root),
    base: 'node',
    given: 'APP',
    prepare: (contextDirectory) => prepareApp(root, contextDirectory),
  })
}
