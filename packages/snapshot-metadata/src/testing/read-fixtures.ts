import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { FlinkMetadata } from '@headgate/testbed'

/** A `_metadata` file of a real Flink, and what Flink's own reader finds in it. */
export interface Fixture {
  name: string
  bytes: Uint8Array
  flink: FlinkMetadata & { ok: true }
}

const directory = join(import.meta.dirname, '..', '..', 'fixtures')

/** All of `fixtures/`. */
export function readFixtures(): Fixture[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.metadata.gz'))
    .map((file) => {
      const name = file.slice(0, -'.metadata.gz'.length)
      return { name, bytes: gunzipSync(readFileSync(join(directory, file))), flink: JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8')) as Fixture['flink'] }
    })
}
