import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { clientDirectory, generateClient } from './generate.ts'

const readTree = async (directory: string): Promise<Record<string, string>> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file.slice(directory.length), await readFile(file, 'utf8')] as const)))
}

it('the client that is checked in is the one that the schema generates (else: node packages/adapter-postgres/src/generate.ts)', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-client-'))
  try {
    await generateClient(join(directory, 'client'))
    expect(await readTree(clientDirectory)).toEqual(await readTree(join(directory, 'client')))
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
