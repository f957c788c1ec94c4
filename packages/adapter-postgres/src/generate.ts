import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const schemaUrl = new URL('../prisma/schema.prisma', import.meta.url)

/** Where the generated client is checked in, so that a fresh clone runs without a build step. */
export const clientDirectory: string = fileURLToPath(new URL('./prisma-client', import.meta.url))

/**
 * Generates the Prisma client from `prisma/schema.prisma` into `directory`. The generator asks for a native schema engine
 * although it does not use it: any executable satisfies it.
 */
export async function generateClient(directory: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'headgate-prisma-'))
  try {
    const schema = await readFile(schemaUrl, 'utf8')
    const output = join(work, 'prisma-client')
    // The output is part of the schema that the client carries along: the text of the repository is put back below.
    await writeFile(join(work, 'schema.prisma'), schema.replace('"../src/prisma-client"', JSON.stringify(output)))
    const require = createRequire(import.meta.url)
    const prisma = join(dirname(require.resolve('prisma/package.json')), 'build', 'index.js')
    await promisify(execFile)(process.execPath, [prisma, 'generate', '--no-hints', '--schema', join(work, 'schema.prisma')], {
      cwd: fileURLToPath(new URL('..', import.meta.url)),
      env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
    })
    const classFile = join(output, 'internal', 'class.ts')
    const text = await readFile(classFile, 'utf8')
    await writeFile(classFile, text.replaceAll(JSON.stringify(JSON.stringify(output)).slice(1, -1), '\\"../src/prisma-client\\"'))
    await rm(directory, { recursive: true, force: true })
    await cp(output, directory, { recursive: true })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

if (import.meta.main) await generateClient(clientDirectory)
