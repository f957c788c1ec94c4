import type { AnyOperation } from '@headgate/contract'
import type { Caller } from '../http/route.ts'
import { missing, unknownPath } from '../http/problem.ts'
import type { Problem } from '../http/problem.ts'

/**
 * Whether the caller's key reaches an operation on these path parameters. What it does not reach is answered as if it did not
 * exist, and nothing is looked up for it: the answer cannot depend on what others have.
 */
export function checkReach(operation: AnyOperation, params: Record<string, string>, caller: Caller, path: string): Problem | undefined {
  const { reach } = caller
  if (operation.scope === 'public') return undefined
  if (operation.scope === 'organization' && reach.kind === 'region') return unknownPath(path)
  const organizationId = params['organization_id']
  if (organizationId !== undefined && organizationId !== caller.organizationId) return missing('organization', organizationId)
  const environmentId = params['environment_id']
  if (reach.kind === 'region' && environmentId !== reach.environmentId) return missing('environment', environmentId ?? '')
  return undefined
}
