import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dataLayout } from './data-layout.ts'
import { ensureSecrets } from './secret-files.ts'

it('adds a password that an older version did not know, and keeps the others', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-secrets-'))
  try {
    const layout = dataLayout(directory)
    const made = await ensureSecrets(layout)
    expect(new Set(Object.values(made)).size).toBe(6)
    expect(await ensureSecrets(layout)).toEqual(made)
    const { snapshots: _later, ...older } = made
    await writeFile(layout.passwordsFile, JSON.stringify(older))
    const upgraded = await ensureSecrets(layout)
    expect(upgraded).toEqual({ ...older, snapshots: expect.stringMatching(/^[\w-]{32}$/) })
    expect(await ensureSecrets(layout)).toEqual(upgraded)
    expect(JSON.parse(await readFile(layout.passwordsFile, 'utf8'))).toEqual(upgraded)
    expect((await stat(layout.passwordsFile)).mode & 0o777).toBe(0o600)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
