import type { Result, StatementWarning } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import type { GatePolicy } from './gate-policy.ts'
import { settingProblem } from './setting-rules.ts'

/** A warning as the gate finds it; who stores it adds the time. */
export type GateWarning = Omit<StatementWarning, 'createdAtMs'>

/** Whether a statement may have these `properties`: the same keys as SET. `rejected` names the first key that is refused. */
export function checkProperties(properties: Record<string, string>, policy: GatePolicy): Result<{ warnings: GateWarning[] }> {
  const warnings: GateWarning[] = []
  for (const [key, value] of Object.entries(properties)) {
    const { problem, warning } = settingProblem(key, value, policy)
    if (problem !== undefined) return failed('rejected', `The property '${key.slice(0, 80)}' is refused, because ${problem}.`)
    if (warning !== undefined) warnings.push({ severity: 'LOW', reason: 'PROPERTY_WITHOUT_EFFECT', message: warning })
  }
  return ok({ warnings })
}
