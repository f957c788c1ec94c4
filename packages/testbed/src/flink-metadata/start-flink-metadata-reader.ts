import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { converseWithJava } from '../java/converse-with-java.ts'

/** What Flink itself reads in a `_metadata` file. */
export type FlinkMetadata =
  | {
      ok: true
      checkpointId: number
      isSavepoint: boolean
      /** Of a savepoint, as Flink names its constants. */
      format?: string
      stop?: string
      hasChannelState: boolean
      /** Texts that are absent are empty. */
      operators: {
        operatorId: string
        uid: string
        name: string
        parallelism: number
        maxParallelism: number
        subtasks: number
        finishedSubtasks: number
        isFinished: boolean
        hasCoordinatorState: boolean
        stateBytes: number
      }[]
      /** One for each handle of a file, in no certain order: of a segment, its end is the size. */
      files: { location: string; isRelative: boolean; sizeBytes: number }[]
    }
  | { ok: false; error: string }

export interface FlinkMetadataReader {
  /** The answers in the order of the files. Asked one call after the other. */
  read(files: readonly Uint8Array[]): Promise<FlinkMetadata[]>
  /** The same snapshot as version 5, which Flink 2.0 writes, by the code that Flink keeps for it. */
  toVersion5(file: Uint8Array): Promise<Uint8Array>
  stop(): Promise<void>
}

/**
 * Starts Flink's own reader of snapshot metadata in a JVM, from the jars of an engine. Needs a JDK, because the program that asks it is compiled
 * as it starts. Throws when it cannot be started.
 */
export async function startFlinkMetadataReader({ engineDirectory, javaCommand = 'java' }: { engineDirectory: string; javaCommand?: string }): Promise<FlinkMetadataReader> {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-flink-metadata-'))
  try {
    const words = ['-XX:+UseSerialGC', '-Xmx256m', '-cp', join(engineDirectory, 'lib', '*'), fileURLToPath(new URL('FlinkMetadata.java', import.meta.url))]
    const java = await converseWithJava({ javaCommand, words, directory, name: "Flink's reader of metadata" })
    const ask = (wanted: 'r' | '5', files: readonly Uint8Array[]) => java.ask(files.map((file) => `${wanted}${Buffer.from(file).toString('base64')}`))
    return {
      read: async (files) => (await ask('r', files)).map((answer) => JSON.parse(answer) as FlinkMetadata),
      async toVersion5(file) {
        const [answer = ''] = await ask('5', [file])
        const written = JSON.parse(answer) as { ok: true; bytes: string } | { ok: false; error: string }
        if (!written.ok) throw new Error(written.error)
        return Buffer.from(written.bytes, 'base64')
      },
      stop: java.stop,
    }
  } catch (error) {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
    throw error
  }
}
