import { Compile } from 'typebox/compile'
import { describe, expect, it } from 'vitest'
import { errorStatuses, routePattern } from './operation.ts'
import { allOperations } from './operations.ts'
import { renderOpenapi } from './openapi/render-openapi.ts'

const each = allOperations.map((operation) => [operation.operationId, operation] as const)

describe('operations', () => {
  it('have names and places of their own', () => {
    expect(new Set(allOperations.map((operation) => operation.operationId)).size).toBe(allOperations.length)
    expect(new Set(allOperations.map((operation) => `${operation.method} ${operation.path}`)).size).toBe(allOperations.length)
    for (const { operationId } of allOperations) expect(operationId).toMatch(/^[a-z-]+\.[a-z]+$/)
  })

  it.each(each)('%s: examples fit their schemas, every path parameter is declared', (_id, operation) => {
    const { success, body, bodyExample, params } = operation
    if (success.schema !== undefined && success.example !== undefined) expect([...Compile(success.schema).Errors(success.example)]).toEqual([])
    if (body !== undefined) {
      expect(bodyExample).toBeDefined()
      expect([...Compile(body).Errors(bodyExample)]).toEqual([])
    }
    const inPath = [...operation.path.matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1])
    expect(Object.keys(params?.properties ?? {}).sort()).toEqual(inPath.sort())
    expect(routePattern(operation)).not.toContain('{')
  })

  it('every POST may be idempotent, every guarded operation says 401 and 404', () => {
    for (const operation of allOperations.filter((one) => one.scope !== 'public')) {
      expect(errorStatuses(operation)).toEqual(expect.arrayContaining([400, 401, 404, 503]))
      if (operation.method === 'POST') expect(errorStatuses(operation)).toEqual(expect.arrayContaining(operation.body === undefined ? [409, 422] : [409, 413, 415, 422]))
    }
  })
})

describe('the document', () => {
  it('refers only to what it has', () => {
    const document = renderOpenapi()
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(references.length).toBeGreaterThan(100)
    for (const reference of references) {
      const found = reference.split('/').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)
      expect(found, reference).toBeDefined()
    }
  })
})
