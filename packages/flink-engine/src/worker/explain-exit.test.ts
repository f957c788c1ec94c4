import { describe, expect, it } from 'vitest'
import { explainExit } from './explain-exit.ts'

describe('explainExit', () => {
  const seen = { atMs: 1, dropRequested: false, log: '2026-01-01 INFO  A - fine\n', output: '' }
  it.each([
    ['asked for', { dropRequested: true, signal: 'SIGKILL' as const }, 'dropped', /not needed/],
    ['out of memory by its code', { code: 3, output: 'Terminating due to java.lang.OutOfMemoryError: Java heap space\n' }, 'out-of-memory', /Java heap space/],
    ['out of memory with a report', { signal: 'SIGABRT' as const, output: 'Aborting due to java.lang.OutOfMemoryError: Java heap space\n#\n# A fatal error\n' }, 'out-of-memory', /Java heap space/],
    ['out of memory, nobody watching', { output: 'Terminating due to java.lang.OutOfMemoryError: Metaspace\n' }, 'out-of-memory', /Metaspace/],
    ['killed', { code: null, signal: 'SIGKILL' as const }, 'killed', /SIGKILL/],
    ['ended by a signal that the JVM handled', { code: 143 }, 'killed', /signal 15/],
    ['crashed', { code: 1, log: 'x\n2026 ERROR A - broken\nCaused by: java.net.BindException: Address already in use\n' }, 'crashed', /Address already in use/],
    ['not started', { code: 1, output: 'Error: Could not find or load main class x\n' }, 'crashed', /main class/],
    ['hung', { hung: true, code: null, signal: 'SIGKILL' as const }, 'crashed', /did not become ready/],
    ['nobody watching, a statement had failed before', { log: 'Caused by: java.lang.NumberFormatException: x\nINFO all well\n' }, 'unknown', /INFO all well/],
    ['a new boot', { rebooted: true }, 'killed', /machine/],
  ])('%s', (_name, evidence, reason, message) => {
    const exit = explainExit({ ...seen, ...evidence })
    expect(exit.reason).toBe(reason)
    expect(exit.message).toMatch(message)
    expect(exit.message.length).toBeLessThan(600)
  })
})
