import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ImagePlan } from './image.ts'

/** The version of a clone, which is the tag of the images that are made of it. */
export const cloneVersion = (root: string): string => (JSON.parse(readFileSync(join(root, 'apps/api/package.json'), 'utf8')) as { version: string }).version

/** Where the Dockerfile of an image is. */
export const dockerfileOf = (root: string, which: ImagePlan['which']): string => join(root, `packages/images/${which}/Dockerfile`)

/** A plan with all that follows from which image it is. `tag`: default: the version. */
export function makePlan(root: string, plan: Omit<ImagePlan, 'name' | 'tag' | 'reference' | 'dockerfile'> & { tag?: string }): ImagePlan {
  const name = `headgate/${plan.which}`
  const tag = plan.tag ?? plan.version
  return { ...plan, name, tag, reference: `${name}:${tag}`, dockerfile: dockerfileOf(root, plan.which) }
}
