import type { AnyOperation } from '../operation.ts'
import { allOperations } from '../operations.ts'

/** Where the answer of a creation holds what a parameter of that name names. */
const inAnswer: Record<string, string> = {
  id: '$response.body#/id',
  statement_name: '$response.body#/name',
  connection_name: '$response.body#/name',
  snapshot_id: '$response.body#/id',
  policy_name: '$response.body#/name',
}

/** Operations below a thing that answer another one of its kind: their answer counts, not their path. */
const answersAnother: Record<string, string> = { 'snapshot-exports.create': 'snapshot_id' }

/** The same of parameters of the query. */
const inAnswerForQuery: Record<string, Record<string, string>> = {
  'compute-pools': { environment: '$response.body#/spec/environment/id' },
  environments: { environment: '$response.body#/id' },
  'service-accounts': { 'spec.owner': '$response.body#/id' },
}

/** The links of OpenAPI from an operation to those that it leads to: an id that does not exist, or a parameter that nothing fills, is thrown. */
export function renderLinks(from: AnyOperation, targetIds: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(targetIds.map((operationId) => {
    const target = allOperations.find((operation) => operation.operationId === operationId)
    if (target === undefined) throw new Error(`${from.operationId} leads to ${operationId}, which does not exist.`)
    const ofPath = Object.keys(target.params?.properties ?? {}).map((name) => [
      name, name in (from.params?.properties ?? {}) && answersAnother[from.operationId] !== name ? `$request.path.${name}` : inAnswer[name],
    ])
    const noun = from.operationId.split('.')[0] ?? ''
    const ofQuery = Object.entries(inAnswerForQuery[noun] ?? {}).filter(([name]) => name in (target.query?.properties ?? {})).map(([name, value]) => [name, value])
    const missing = [...ofPath, ...ofQuery].find(([, value]) => value === undefined)
    if (missing !== undefined) throw new Error(`The link from ${from.operationId} to ${operationId} has nothing for ${missing[0]}.`)
    return [operationId, { operationId, parameters: Object.fromEntries([...ofPath, ...ofQuery]) }]
  }))
}
