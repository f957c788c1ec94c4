import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { baseKey } from './builder/local-base.ts'
import { planControlPlane } from './control-plane/plan-control-plane.ts'
import { planEngine } from './engine/plan-engine.ts'
import { planTrial } from './trial/plan-trial.ts'
import type { ImagePlan, ImageWhich } from './image.ts'

/** The clone that this file is in. */
export const cloneRoot = fileURLToPath(new URL('../../../', import.meta.url))

/** The Dockerfile of the local bases. */
export const baseDockerfile = join(cloneRoot, 'packages/images/base/Dockerfile')

/** What would be built, and under which names: read from the clone alone, nothing is built. `base`: the image to build on instead of a local one. */
export function planImages(which: readonly ImageWhich[], base?: string): ImagePlan[] {
  const text = readFileSync(baseDockerfile, 'utf8')
  const plans: Record<ImageWhich, () => ImagePlan> = {
    engine: () => planEngine(cloneRoot, base ?? `local ${baseKey('debian', text)}`),
    'control-plane': () => planControlPlane(cloneRoot, base ?? `local ${baseKey('node', text)}`),
    trial: () => planTrial(cloneRoot, base ?? `local ${baseKey('debian', text)}`),
  }
  return which.map((one) => plans[one]())
}
