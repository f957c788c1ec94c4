import { expect, it } from 'vitest'
import { parseCpuTicks, parsePss, readTree, readUsage } from './read-usage.ts'

it('reads the memory and the CPU time of a process', () => {
  expect(parsePss('7f0-7ff ---p 00000000 00:00 0 [rollup]\nRss:  9000 kB\nPss:            1234 kB\nPss_Anon: 7 kB\n')).toBe(1234 * 1024)
  expect(parsePss('')).toBe(0)
  expect(parseCpuTicks('42 (a (b) c) S 1 42 42 0 -1 4194560 1 2 3 4 150 25 7 3 20 0 1 0 99')).toBe(185)
})

it('sums up what lives and passes over what does not', async () => {
  const own = await readUsage([process.pid])
  const withGone = await readUsage([process.pid, 2 ** 22 + 1])
  expect(own.pssBytes).toBeGreaterThan(1024 * 1024)
  expect(withGone.cpuMs).toBeGreaterThanOrEqual(own.cpuMs)
})

it('finds the children of a process', async () => {
  expect(await readTree(process.ppid)).toContain(process.pid)
})
