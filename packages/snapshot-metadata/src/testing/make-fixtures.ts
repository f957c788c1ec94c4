import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { javaCommand, realEngine, startRealCluster } from '@headgate/adapter-process/testing'
import { startFlinkMetadataReader } from '@headgate/testbed'
import { takeFlinkSnapshots } from './flink-snapshots.ts'

/**
 * Makes `fixtures/` anew: snapshots of a real Flink, some of them also as version 5, each with what Flink's own reader finds in it. Run by
 * hand: `npx pnpm@12 exec node packages/snapshot-metadata/src/testing/make-fixtures.ts`.
 */
const directory = join(import.meta.dirname, '..', '..', 'fixtures')
const asVersion5 = ['rocksdb-incremental-checkpoint', 'rocksdb-canonical-savepoint', 'heap-checkpoint-after-an-end']

const real = await startRealCluster()
const files = new Map<string, Uint8Array>()
try {
  for await (const snapshot of takeFlinkSnapshots(real)) files.set(snapshot.name, await readFile(join(snapshot.directory, '_metadata')))
} finally {
  await real.stop()
}
const flink = await startFlinkMetadataReader({ engineDirectory: await realEngine(), javaCommand })
try {
  for (const name of asVersion5) files.set(`${name}-version-5`, await flink.toVersion5(files.get(name) ?? new Uint8Array()))
  const readings = await flink.read([...files.values()])
  for (const [index, [name, bytes]] of [...files].entries()) {
    await writeFile(join(directory, `${name}.metadata.gz`), gzipSync(bytes, { level: 9 }))
    // One line for each entry: differences can be looked at.
    await writeFile(join(directory, `${name}.json`), `${JSON.stringify(readings[index]).replace(/(?<=[[,])\{/g, '\n{')}\n`)
    process.stdout.write(`${name} ${bytes.length}\n`)
  }
} finally {
  await flink.stop()
}
process.exit(0)
