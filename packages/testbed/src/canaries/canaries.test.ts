import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createCanaries } from './create-canaries.ts'
import { scanDirectory, scanProcesses } from './scan-places.ts'

it('finds a canary in every form, wherever it stands', () => {
  const canaries = createCanaries()
  const text = canaries.make('a password')
  canaries.make('another')
  const forms = [text, Buffer.from(text).toString('hex'), [...text].reverse().join(''), [...text].map((each) => `%${each.charCodeAt(0).toString(16)}`).join('')]
  for (const prefix of ['', 'u', 'us', 'usr', 'user:']) forms.push(Buffer.from(`${prefix}${text}@host`).toString('base64'))
  for (const form of forms) expect([form, canaries.find(`before ${form} after`, 'there')[0]?.canary]).toEqual([form, 'a password'])
  expect(canaries.find(Buffer.from(text, 'utf16le'), 'there')).toMatchObject([{ canary: 'a password', form: 'UTF-16', place: 'there' }])
  expect(canaries.find(`cut off: ${text.slice(0, 18)}`, 'there')).toMatchObject([{ canary: 'one of the flock' }])
  expect(canaries.find('nothing', 'there')).toEqual([])
  expect(createCanaries().find(text, 'there')).toEqual([])
})

it('finds a secret that was made elsewhere, and takes none that is found everywhere', () => {
  const canaries = createCanaries()
  canaries.register('a key', 'p4ss/w0rd+long')
  expect(canaries.find('x=p4ss%2Fw0rd%2Blong', 'there')).toMatchObject([{ canary: 'a key', form: 'percent-encoded' }])
  expect(() => canaries.register('a key', 'short')).toThrow('5 characters')
})

it('looks through directories, compressed files, names of files, and processes', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'headgate-canaries-'))
  try {
    const canaries = createCanaries()
    const text = canaries.make('planted')
    await mkdir(join(directory, 'a', 'b'), { recursive: true })
    await writeFile(join(directory, 'a', 'clean'), 'nothing')
    expect((await scanDirectory(canaries, directory)).sightings).toEqual([])
    // Across the border of two pieces.
    await writeFile(join(directory, 'a', 'b', 'big'), Buffer.concat([Buffer.alloc(16 * 1024 * 1024 - 10), Buffer.from(text), Buffer.alloc(100)]))
    await writeFile(join(directory, 'a', 'packed.gz'), gzipSync(`x ${text}`))
    await writeFile(join(directory, text), '')
    const { sightings, places } = await scanDirectory(canaries, directory)
    expect(places).toBe(4)
    expect(new Set(sightings.map((each) => each.place))).toEqual(new Set([join(directory, 'a', 'b', 'big'), join(directory, 'a', 'packed.gz'), `the name of ${join(directory, text)}`]))
    expect((await scanDirectory(canaries, directory, (path) => path.includes(text) || /big|packed/.test(path))).sightings).toEqual([])
    expect((await scanProcesses(canaries)).sightings).toEqual([])
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
