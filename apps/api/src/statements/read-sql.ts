import type { Failure, StatementWarning } from '@headgate/domain'
import type { SqlKind, StatementClass } from '@headgate/domain'
import { checkGate, checkProperties, literalSecretWarnings, readStatement } from '@headgate/sql'
import type { GatePolicy } from '@headgate/sql'

/** What the text of a statement tells before anything runs. */
export interface SqlVerdict {
  class: StatementClass
  sqlKind: SqlKind
  connectionRefs: string[]
  warnings: StatementWarning[]
  /** Why it must not reach Flink. */
  refusal?: Failure
}

/** Reads the text and holds it and its properties against the gate. A refused text still has a class, so that it can be stored. */
export function readSql(sql: string, properties: Record<string, string>, policy: GatePolicy, nowMs: number): SqlVerdict {
  const read = readStatement(sql)
  if (!read.ok) return { class: 'ddl', sqlKind: 'OTHER', connectionRefs: [], warnings: [], refusal: read }
  const { value } = read
  const allowed = checkGate(value, policy)
  const checked = checkProperties(properties, policy)
  const found = [...(checked.ok ? checked.value.warnings : []), ...literalSecretWarnings(value)]
  const refusal = !allowed.ok ? allowed : !checked.ok ? checked : undefined
  return {
    class: value.class,
    sqlKind: value.sqlKind,
    connectionRefs: [...new Set(value.connectionRefs)],
    warnings: found.map((warning) => ({ ...warning, createdAtMs: nowMs })),
    ...(refusal === undefined ? {} : { refusal }),
  }
}

