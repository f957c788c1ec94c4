import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { renderGeneratedFiles } from './openapi/generated-files.ts'

// Writes the OpenAPI document and the types of the client: `pnpm gen`.
const root = join(import.meta.dirname, '..', '..', '..')
for (const { path, text } of await renderGeneratedFiles()) {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
  process.stdout.write(`wrote ${path}\n`)
}
