import { readFileSync } from 'node:fs'
import { chmod, copyFile, cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { failed, ok } from '@headgate/domain'
import { contentKey } from '../cache/content-key.ts'
import type { ImagePlan } from '../image.ts'
import { cloneVersion, makePlan } from '../make-plan.ts'

const directory = 'packages/images/trial'
const programs = ['trial-postgres', 'trial-redis', 'trial-s3']

/** The image of what a trial stands on. Its tag is the version of the clone. */
export function planTrial(root: string, baseName: string): ImagePlan {
  const read = (path: string): [string, Uint8Array] => [path, readFileSync(join(root, directory, path))]
  const key = contentKey([read('Dockerfile'), ['base', baseName], ...programs.map((program) => read(join('bin', program)))])
  return makePlan(root, {
    which: 'trial',
    key,
    version: cloneVersion(root),
    base: 'debian',
    given: 'S3',
    async prepare(contextDirectory) {
      await cp(join(root, directory, 'bin'), join(contextDirectory, directory, 'bin'), { recursive: true })
      // The tests have it too. Whoever builds with another builder has it compiled there, and needs nothing of this.
      const { resolveVersitygw } = await import('@headgate/testbed')
      try {
        await mkdir(join(contextDirectory, 's3'))
        await copyFile(await resolveVersitygw(), join(contextDirectory, 's3/versitygw'))
        await chmod(join(contextDirectory, 's3/versitygw'), 0o755)
        return ok(undefined)
      } catch (error) {
        return failed('unavailable', 'The S3 server could not be built. It needs Go and its module proxy.', String(error))
      }
    },
  })
}
