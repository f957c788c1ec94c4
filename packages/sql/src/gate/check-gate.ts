import type { Result } from '@headgate/domain'
import { failed, ok } from '@headgate/domain'
import { readsInformationSchema } from '../read/read-identifiers.ts'
import { classNameProblem } from './class-name-problem.ts'
import { misplacedSecret } from '../secrets/misplaced-secret.ts'
import { sourcePosition } from '../text/source-position.ts'
import { isSignificant } from '../text/token-cursor.ts'
import { renderName } from '../text/quote.ts'
import type { OptionList, ReadStatement } from '../types.ts'
import { checkOptions } from './check-options.ts'
import type { GatePolicy } from './gate-policy.ts'
import { settingProblem } from './setting-rules.ts'
import { whyForbidden } from './why-forbidden.ts'

/** Hints that only steer how Flink computes. OPTIONS is allowed too, with its options checked. */
const harmlessHints = new Set(['OPTIONS', 'STATE_TTL', 'LOOKUP', 'BROADCAST', 'SHUFFLE_HASH', 'SHUFFLE_MERGE', 'NEST_LOOP', 'MULTI_JOIN', 'ALIAS'])

/**
 * The gate: whether a statement may reach Flink at all. Everything that is not known to be harmless is refused, wherever it
 * stands (tables, hints, ALTER, LIKE, views, statement sets, EXPLAIN). `rejected` says what, where and what to do.
 */
export function checkGate(read: ReadStatement, policy: GatePolicy): Result<void> {
  const { action } = read
  if (action.kind === 'forbidden') return failed('rejected', whyForbidden(action.what, startOf(read), action.waitsFor))
  if (action.kind === 'alter-database') {
    return failed('rejected', `ALTER DATABASE (${startOf(read)}) is refused, because a database takes no options here. Drop and create it to change its comment.`)
  }
  if (action.kind === 'set' || action.kind === 'reset') return checkSetting(read, action.key, action.kind === 'set' ? action.value : undefined, policy)
  const misplaced = misplacedReference(read) ?? classNameProblem(read)
  if (misplaced !== undefined) return failed('rejected', misplaced)
  for (const hint of read.hints) {
    if (harmlessHints.has(hint.name)) continue
    return failed('rejected', `The hint '${hint.name.slice(0, 40)}' (${sourcePosition(read.sql, hint.start)}) is not known. Leave it out; known are ${[...harmlessHints].join(', ')}.`)
  }
  for (const list of read.optionLists) {
    const options = list.options.map(({ key, value, start }) => ({ key, value, position: () => sourcePosition(read.sql, start) }))
    const checked = checkOptions(options, nameOfList(list), policy)
    if (!checked.ok) return checked
  }
  return ok(undefined)
}

/** Where the statement begins, behind comments. */
const startOf = (read: ReadStatement): string => sourcePosition(read.sql, read.tokens.find(isSignificant)?.start ?? 0)

function checkSetting(read: ReadStatement, key: string | undefined, value: string | undefined, policy: GatePolicy): Result<void> {
  if (key === undefined) return ok(undefined)
  const { problem } = settingProblem(key, value, policy)
  return problem === undefined ? ok(undefined) : failed('rejected', `The setting '${key.slice(0, 80)}' (${startOf(read)}) is refused, because ${problem}.`)
}

/** Secrets outside of string literals, and INFORMATION_SCHEMA outside of a query of its own. */
function misplacedReference(read: ReadStatement): string | undefined {
  const secret = misplacedSecret(read.sql, read.tokens)
  if (secret !== undefined) return secret
  const { kind } = read.action.kind === 'explain' ? read.action.inner.action : read.action
  if (!['insert', 'statement-set', 'create-table-as', 'create-view', 'alter-view'].includes(kind)) return undefined
  if (!readsInformationSchema(read.identifiers.map(({ catalog, database }) => ({ parts: [catalog ?? '', database ?? '', ''] })))) return undefined
  const named = read.tokens.find((token) => (token.kind === 'word' || token.kind === 'quoted-identifier') && token.value.toUpperCase() === 'INFORMATION_SCHEMA')
  const where = sourcePosition(read.sql, named?.start ?? 0)
  return `INFORMATION_SCHEMA (${where}) can be read by a SELECT of its own only, not by INSERT, CREATE TABLE AS or a view. Run the SELECT by itself.`
}

function nameOfList(list: OptionList): string {
  const name = list.table === undefined ? undefined : renderName(list.table)
  if (list.where === 'hint') return name === undefined ? 'The OPTIONS hint' : `The OPTIONS hint on ${name}`
  return name === undefined ? 'The option list' : `Table ${name}`
}
