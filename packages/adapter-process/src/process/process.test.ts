import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { takeFreePort } from './free-ports.ts'
import { findMarkedProcesses, identifyProcess, isAlive, signalProcess } from './process-identity.ts'
import { tailFile } from './tail-file.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'headgate-process-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

describe('process identity', () => {
  it('knows a process again, not one with the same pid, and not one that ended', async () => {
    const mark = `-Dmark=${crypto.randomUUID()}`
    // A name with spaces and parentheses must not confuse the reading of its state.
    const child = spawn(process.execPath, ['-e', 'process.title = "a) Z (b"; setInterval(() => {}, 1000)', '--', mark], { stdio: 'ignore' })
    const identity = identifyProcess(child.pid ?? 0)!
    expect(isAlive(identity)).toBe(true)
    expect(isAlive({ ...identity, startTicks: '1' })).toBe(false)
    expect(isAlive({ ...identity, bootId: 'another boot' })).toBe(false)
    expect(signalProcess({ ...identity, startTicks: '1' }, 'SIGKILL')).toBe(false)
    const exited = once(child, 'exit')
    expect(signalProcess(identity, 'SIGKILL')).toBe(true)
    await exited
    expect(isAlive(identity)).toBe(false)
    expect(signalProcess(identity, 'SIGKILL')).toBe(false)
  })

  it('finds processes by a whole argument', async () => {
    const mark = `-Dmark=${crypto.randomUUID()}`
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', mark], { stdio: 'ignore' })
    try {
      for (;;) if (findMarkedProcesses(mark).length > 0) break
      expect(findMarkedProcesses(mark)).toEqual([identifyProcess(child.pid ?? 0)])
      expect(findMarkedProcesses(mark.slice(0, -1))).toEqual([])
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  })
})

describe('takeFreePort', () => {
  it('gives ports that are free, each once, below those of outgoing connections', async () => {
    const taken = new Set<number>()
    const ports = await Promise.all(Array.from({ length: 50 }, () => takeFreePort(taken)))
    expect(new Set(ports).size).toBe(50)
    for (const port of ports) expect(port).toBeLessThan(32_768)
    const server = createServer().listen(ports[0], '127.0.0.1')
    await once(server, 'listening')
    server.close()
  })
})

describe('tailFile', () => {
  it('gives the end from the start of a line, and nothing of a file that is not there', async () => {
    const path = join(directory, 'log')
    expect(await tailFile(path, 100)).toBe('')
    await writeFile(path, 'first line\nsecond line\nthird\n')
    expect(await tailFile(path, 1_000)).toBe('first line\nsecond line\nthird\n')
    expect(await tailFile(path, 12)).toBe('third\n')
    expect(await tailFile(path, 3)).toBe('rd\n')
    await appendFile(path, 'äöü')
    expect(Buffer.byteLength(await tailFile(path, 3))).toBeLessThanOrEqual(3)
    expect(await tailFile(path, 3)).toBe('ü')
  })
})
