import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { renderGeneratedFiles } from './generated-files.ts'

it('what is checked in is what the contract generates now (run `pnpm gen` if not)', async () => {
  const root = join(import.meta.dirname, '..', '..', '..', '..')
  const files = await renderGeneratedFiles()
  expect(files.map((file) => file.path)).toEqual(['openapi/headgate.json', 'packages/contract/src/generated/api.ts'])
  for (const { path, text } of files) expect((await readFile(join(root, path), 'utf8')) === text, path).toBe(true)
})
