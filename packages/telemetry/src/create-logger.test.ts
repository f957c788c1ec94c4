import { describe, expect, it } from 'vitest'
import { createLogger } from './create-logger.ts'

const canary = 'canary-7f3a'

function capture(level = 'info') {
  const lines: string[] = []
  const log = createLogger({ component: 'test', level, nowMs: () => 0, destination: { write: (line: string) => void lines.push(line) } })
  return { log, lines, first: () => JSON.parse(lines[0] ?? '{}') as Record<string, unknown> }
}

describe('createLogger', () => {
  it('writes one JSON object per line, with level, time and component', () => {
    const { log, first } = capture()
    log.info({ statement: 's1' }, 'created')
    expect(first()).toEqual({ level: 'info', time: '1970-01-01T00:00:00.000Z', component: 'test', statement: 's1', msg: 'created' })
  })

  it('writes no secrets, wherever they stand', () => {
    const { log, lines } = capture()
    log.info({ authorization: canary, request: { headers: { authorization: canary } }, connection: { authData: canary }, sql: canary }, 'x')
    expect(lines.join('')).not.toContain(canary)
    expect(lines.join('')).toContain('<redacted>')
  })

  it('shows of an error its type, message and stack alone', () => {
    const { log, lines, first } = capture()
    log.error({ err: Object.assign(new TypeError('broken'), { query: canary, code: 'E1' }) }, 'x')
    expect(lines.join('')).not.toContain(canary)
    expect(first()['err']).toMatchObject({ type: 'TypeError', message: 'broken', code: 'E1' })
  })

  it('keeps silent below its level', () => {
    const { log, lines } = capture('warn')
    log.info('x')
    expect(lines).toEqual([])
  })
})
