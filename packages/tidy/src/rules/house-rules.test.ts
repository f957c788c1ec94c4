import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { RULES } from './index.ts'
import { readWorkspace } from './workspace.ts'

const workspace = readWorkspace(dirname(dirname(dirname(dirname(import.meta.dirname)))))

test.each(Object.entries(RULES))('%s', (_name, rule) => {
  const findings = rule(workspace).map(({ file, line, problem }) => `${file}${line === undefined ? '' : `:${line}`} ${problem}`)
  expect(findings).toEqual([])
})
