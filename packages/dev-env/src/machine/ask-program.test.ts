import { expect, it } from 'vitest'
import { askProgram } from './ask-program.ts'

it('a program that answers is heard; what is not there, or is no program, is not', async () => {
  expect(await askProgram(process.execPath, ['--version'], process.env, 10_000)).toContain(process.version)
  expect(await askProgram('/nowhere/at/all', [], process.env, 10_000)).toBeUndefined()
  expect(await askProgram(`${process.execPath}/bin/java`, [], process.env, 10_000)).toBeUndefined()
})
