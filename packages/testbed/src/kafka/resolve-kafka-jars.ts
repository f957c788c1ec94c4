import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached } from '../cache-directory.ts'
import { runProgramOrThrow } from '../run-program.ts'

const POM = join(import.meta.dirname, '../../kafka/pom.xml')

/** The directory with the broker's jars (54 MB), fetched by Maven on first use. Throws with Maven's last lines if that fails. */
export async function resolveKafkaJars(): Promise<string> {
  const directory = await cached('kafka', await readFile(POM, 'utf8'), async (target) => {
    // Maven wants the pom in a directory it may write beside.
    await copyFile(POM, join(target, 'pom.xml'))
    await runProgramOrThrow('mvn', ['-B', '-q', '-f', join(target, 'pom.xml'), 'validate', `-Dtarget.dir=${target}`], { timeoutMs: 10 * 60_000 })
  })
  return join(directory, 'lib')
}
