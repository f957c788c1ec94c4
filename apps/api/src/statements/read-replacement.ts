import { redacted } from '@headgate/contract'
import type { Statement, StatementChange } from '@headgate/domain'
import { problem } from '../http/problem.ts'
import type { Fault, Problem } from '../http/problem.ts'
import { isSecret } from '../render/render-statement.ts'

/** A whole statement as a client read and changed it. What is absent stays. */
export interface StatementReplacement {
  name?: string
  organization_id?: string
  environment_id?: string
  metadata?: { labels?: Record<string, string>; resource_version?: string }
  spec: {
    statement?: string
    properties?: Record<string, string | boolean | number>
    compute_pool_id?: string
    principal?: string
    stopped?: boolean
  }
}

/** What a replacement changes; 409 when it was read before the last change, 422 when it differs in something that cannot change. */
export function readReplacement(statement: Statement, replacement: StatementReplacement): StatementChange | Problem {
  const { metadata, spec } = replacement
  const version = metadata?.resource_version
  if (version !== undefined && version !== '' && version !== String(statement.specVersion)) {
    return problem(409, { detail: `The statement '${statement.name}' changed since it was read (resource_version ${statement.specVersion}). Read it again and repeat the change.`, pointer: '/metadata/resource_version' })
  }
  const faults: Fault[] = []
  const fixed = (pointer: string, same: boolean) => {
    if (!same) faults.push({ detail: `${pointer} cannot be changed. Create a new statement instead.`, pointer })
  }
  const isSame = (given: string | undefined, present: string) => given === undefined || given === '' || given === present
  fixed('/name', isSame(replacement.name, statement.name))
  fixed('/organization_id', isSame(replacement.organization_id, statement.organizationId))
  fixed('/environment_id', isSame(replacement.environment_id, statement.environmentId))
  fixed('/spec/statement', spec.statement === undefined || spec.statement === statement.spec.sql)
  fixed('/spec/properties', spec.properties === undefined || sameProperties(spec.properties, statement.spec.properties))
  if (faults.length > 0) return problem(422, faults, { code: 'immutable' })
  return {
    ...(spec.stopped === undefined ? {} : { stopped: spec.stopped }),
    ...(spec.compute_pool_id === undefined || spec.compute_pool_id === '' ? {} : { computePoolId: spec.compute_pool_id }),
    ...(spec.principal === undefined || spec.principal === '' ? {} : { principal: spec.principal }),
    ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
  }
}

/** Secrets were read masked, and come back masked or in clear. */
function sameProperties(given: Record<string, string | boolean | number>, present: Record<string, string>): boolean {
  const keys = Object.keys(given)
  if (keys.length !== Object.keys(present).length) return false
  return keys.every((key) => Object.hasOwn(present, key) && (String(given[key]) === present[key] || (isSecret(key) && given[key] === redacted)))
}
