import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { converseWithJava } from '../java/converse-with-java.ts'
import { runProgramOrThrow } from '../run-program.ts'

/** What Flink's parser makes of a text. */
export type FlinkReading =
  | {
      ok: true
      /** Class of the statement's node (`SqlCreateTable`), name of the operator (`UNION ALL`, `VALUES`), or `several`. */
      kind: string
      /** Classes of all nodes and type specifications in it. */
      classes: string[]
      /** Every table option in it, hints included, as key and value. */
      options: [key: string, value: string][]
      /** Names of its hints as written. */
      hints: string[]
      /** Every name in it, in parts: objects, columns, aliases. A `*` is an empty part. */
      names: string[][]
    }
  | { ok: false; error: string }

export interface FlinkParser {
  /** The answers in the order of the texts. Asked one call after the other. */
  read(texts: readonly string[]): Promise<FlinkReading[]>
  stop(): Promise<void>
}

/**
 * Starts Flink's own SQL parser in a JVM, from the jars of an engine. Needs a JDK, because the program that asks it is compiled
 * as it starts. Throws when it cannot be started.
 */
export async function startFlinkParser({ engineDirectory, javaCommand = 'java' }: { engineDirectory: string; javaCommand?: string }): Promise<FlinkParser> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-flink-parser-'))
  try {
    const lib = join(engineDirectory, 'lib')
    const jars = (await readdir(lib)).filter((name) => name.endsWith('.jar'))
    const loader = jars.find((name) => name.startsWith('flink-table-planner-loader-'))
    if (loader === undefined) throw new Error(`There is no planner among the jars of ${lib}.`)
    // The planner is a jar in a jar, which Flink loads apart.
    await runProgramOrThrow(javaCommand, ['--module', 'jdk.jartool/sun.tools.jar.Main', '--extract', '--file', join(lib, loader), 'flink-table-planner.jar'], { timeoutMs: 60_000, cwd: directory })
    const classPath = [join(directory, 'flink-table-planner.jar'), ...jars.filter((name) => name !== loader).map((name) => join(lib, name))].join(':')
    const words = ['-XX:+UseSerialGC', '-Xmx1g', '-cp', classPath, fileURLToPath(new URL('FlinkParser.java', import.meta.url))]
    const java = await converseWithJava({ javaCommand, words, directory, name: "Flink's parser" })
    return {
      async read(texts) {
        const answers = await java.ask(texts.map((text) => `.${Buffer.from(text, 'utf16le').toString('base64')}`))
        return answers.map((answer) => JSON.parse(answer) as FlinkReading)
      },
      stop: java.stop,
    }
  } catch (error) {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
}
