import { readFileSync } from 'node:fs'
import { constants, cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ok } from '@headgate/domain'
import { engineName, engineVersion, resolveEngine } from '@headgate/flink-engine'
import { contentKey } from '../cache/content-key.ts'
import type { ImagePlan } from '../image.ts'
import { dockerfileOf, makePlan } from '../make-plan.ts'

/** What of a resolved engine goes into the image; the class archives of this machine's JVM do not: the image has its own. */
const parts = ['lib', 'gateway', 'plugins']

const script = 'packages/images/engine/write-jvm-arguments.sh'

/** The image of the pinned Flink version. Its tag changes with whatever is in it. */
export function planEngine(root: string, baseName: string): ImagePlan {
  const key = contentKey([['Dockerfile', readFileSync(dockerfileOf(root, 'engine'))], ['script', readFileSync(join(root, script))], ['engine', engineName()], ['base', baseName]])
  return makePlan(root, {
    which: 'engine',
    tag: `${engineVersion()}-${key}`,
    key,
    version: engineVersion(),
    base: 'debian',
    given: 'JARS',
    async prepare(contextDirectory) {
      const engine = await resolveEngine()
      if (!engine.ok) return engine
      const target = join(contextDirectory, 'engine')
      await mkdir(target)
      for (const part of parts) await cp(join(engine.value.directory, part), join(target, part), { recursive: true, mode: constants.COPYFILE_FICLONE, preserveTimestamps: true })
      await cp(join(root, script), join(contextDirectory, script))
      return ok(undefined)
    },
  })
}
