import type { SnapshotPolicy } from '@headgate/domain'
import { problem } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

/** 409 when another policy is there for the same statement, or for the environment: which of two holds should be no riddle. */
export function checkPolicyPlace(policies: readonly SnapshotPolicy[], name: string, statementName: string | undefined): Problem | undefined {
  const rival = policies.find((policy) => policy.name !== name && policy.statementName === statementName)
  if (rival === undefined) return undefined
  const place = statementName === undefined ? 'the environment' : `the statement '${statementName}'`
  return problem(409, { detail: `The policy '${rival.name}' is that of ${place} already. Replace it, or delete it first.`, pointer: '/spec/statement_name' })
}
