import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { countInterrupts } from './interrupts.ts'
import { createProgressWriter } from './progress-writer.ts'

describe('interrupts', () => {
  it('counts one press for the signals that come with it', () => {
    const target = new EventEmitter()
    const presses: number[] = []
    let nowMs = 0
    const interrupts = countInterrupts((count) => presses.push(count), target, () => nowMs)
    for (const [atMs, signal] of [[0, 'SIGINT'], [20, 'SIGINT'], [300, 'SIGTERM'], [1_500, 'SIGINT'], [5_000, 'SIGTERM']] as const) {
      nowMs = atMs
      target.emit(signal, signal)
    }
    expect(presses).toEqual([1, 2, 3])
    interrupts.close()
    expect(target.listenerCount('SIGINT')).toBe(0)
  })
})

describe('progress', () => {
  it('overwrites transient lines on a terminal and thins them out in a pipe', () => {
    let text = ''
    const terminal = createProgressWriter({ isTTY: true, columns: 40, write: (part: string) => (text += part) })
    terminal.line('one', true)
    terminal.line('two', true)
    terminal.line('done')
    expect(text).toBe('one\r\u001b[2Ktwo\r\u001b[2Kdone\n')
    let nowMs = 0
    text = ''
    const pipe = createProgressWriter({ write: (part: string) => (text += part) }, () => nowMs)
    for (nowMs = 1_000; nowMs <= 25_000; nowMs += 1_000) pipe.line(`${nowMs}`, true)
    expect(text).toBe('10000\n20000\n')
  })
})
