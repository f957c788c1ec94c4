import { operations } from '@headgate/contract'
import { isProblem, problem, problemOf } from '../../http/problem.ts'
import type { Fault } from '../../http/problem.ts'
import { defineRoute } from '../../http/route.ts'
import { renderStatement } from '../../render/render-statement.ts'
import { applyJsonPatch } from '../../statements/apply-json-patch.ts'
import type { PatchOperation } from '../../statements/apply-json-patch.ts'
import { changeStatement } from '../../statements/change-statement.ts'
import { readReplacement } from '../../statements/read-replacement.ts'
import { checkPatched } from '../../statements/check-patched.ts'

export const patchStatement = defineRoute(operations.statements.change, async ({ params, body, tenant, links }, deps) => {
  const { store } = deps
  const loaded = await store.loadStatement(tenant, params.statement_name)
  if (!loaded.ok) return problemOf(loaded, { noun: 'statement', name: params.statement_name })
  const faults = body.flatMap(pathFaults)
  if (faults.length > 0) return problem(422, faults, { code: 'immutable' })
  const patched = applyJsonPatch(renderStatement(loaded.value, links), body)
  if (!patched.ok) return patched.reason === 'conflict' ? problem(409, patched.message) : problem(422, { detail: patched.message, pointer: `/${patched.detail ?? ''}` })
  const replacement = checkPatched(patched.value)
  if ('problem' in replacement) return replacement
  const change = readReplacement(loaded.value, replacement)
  if ('problem' in change) return change
  const changed = await changeStatement(deps, tenant, loaded.value, change)
  return isProblem(changed) ? changed : { body: renderStatement(changed, links) }
})

const changeable = /^\/(?:spec\/(?:stopped|compute_pool_id|principal)|metadata\/labels(?:\/[^/]+)?)$/

/** A `test` may look at everything, a change may touch little. */
function pathFaults({ op, path, from }: PatchOperation, index: number): Fault[] {
  const touched = op === 'test' ? [] : [{ path, pointer: `/${index}/path` }, ...(op === 'move' && from !== undefined ? [{ path: from, pointer: `/${index}/from` }] : [])]
  return touched
    .filter((each) => !changeable.test(each.path))
    .map((each) => ({ detail: `'${each.path.slice(0, 100)}' cannot be changed. A patch can change /spec/stopped, /spec/compute_pool_id, /spec/principal and /metadata/labels.`, pointer: each.pointer }))
}
