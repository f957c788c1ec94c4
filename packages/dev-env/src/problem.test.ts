import { describe, expect, it } from 'vitest'
import { exitCodeOf, problem, recognise } from './problem.ts'

describe('problems', () => {
  it('tells a full disk and a missing network from the rest', () => {
    expect(recognise('PANIC: could not write to file: No space left on device', '/d')).toMatchObject({ exitCode: 6, message: expect.stringContaining('/d') })
    expect(recognise('Could not transfer artifact x: central: Temporary failure in name resolution', '/d')).toMatchObject({ exitCode: 5 })
    expect(recognise('java.lang.NullPointerException', '/d')).toBeUndefined()
  })

  it('has an exit code for each kind', () => {
    expect(exitCodeOf(problem('inUse', 'Taken.', 'Use another.'))).toBe(4)
    expect(exitCodeOf({ ok: false, reason: 'rejected', message: '' })).toBe(1)
  })
})
