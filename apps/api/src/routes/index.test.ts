import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { allOperations } from '@headgate/contract'
import { expect, it } from 'vitest'
import { routes } from './index.ts'

it('every operation of the contract has one route, in the file of its name', () => {
  expect(routes.map((route) => route.operation.operationId).sort()).toEqual(allOperations.map((operation) => operation.operationId).sort())
  for (const { operationId } of allOperations) expect(existsSync(join(import.meta.dirname, `${operationId.replace('.', '/')}.ts`)), operationId).toBe(true)
})
