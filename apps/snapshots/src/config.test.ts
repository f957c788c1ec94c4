import { describe, expect, it } from 'vitest'
import { readConfig } from './config.ts'

const base = { HEADGATE_DATABASE_URL: 'postgres://x', HEADGATE_SECRET_KEY_FILE: '/k', HEADGATE_DATA_DIRECTORY: '/d' }

describe('readConfig', () => {
  it('names what is missing', () => {
    expect(readConfig({ ...base, HEADGATE_DATABASE_URL: '' })).toMatchObject({ ok: false, message: expect.stringContaining('HEADGATE_DATABASE_URL') })
  })

  it('reads which store it keeps', () => {
    expect(readConfig(base)).toMatchObject({ value: { store: { kind: 'directory', rootDirectory: '/d' } } })
    expect(readConfig({ ...base, HEADGATE_STORE: 's3://bucket/p' })).toMatchObject({ value: { store: { kind: 's3', bucket: 'bucket', prefix: 'p' } } })
    expect(readConfig({ ...base, HEADGATE_STORE: 'nowhere' })).toMatchObject({ ok: false, message: expect.stringContaining('HEADGATE_STORE') })
  })

  it('takes times over the defaults, and says what it does not know', () => {
    expect(readConfig({ ...base, HEADGATE_STORAGE_SETTINGS: 'waitMs=5, scanEveryMs=7' })).toMatchObject({ ok: true, value: { storage: { waitMs: 5, scanEveryMs: 7, drillsMax: 1 } } })
    for (const text of ['waitMs=x', 'waitms=5', 'waitMs', 'toString=1']) {
      expect(readConfig({ ...base, HEADGATE_STORAGE_SETTINGS: text })).toMatchObject({ ok: false, message: expect.stringContaining('waitMs') })
    }
  })

  it('deletes unless it is told not to, and takes no word for that but two', () => {
    expect(readConfig(base)).toMatchObject({ value: { deletionEnabled: true } })
    expect(readConfig({ ...base, HEADGATE_STORAGE_DELETION: 'off' })).toMatchObject({ value: { deletionEnabled: false } })
    expect(readConfig({ ...base, HEADGATE_STORAGE_DELETION: 'no' })).toMatchObject({ ok: false })
  })
})
