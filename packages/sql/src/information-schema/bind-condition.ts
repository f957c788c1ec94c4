import { bindValue, type BindProblem, type BoundValue } from './bind-value.ts'
import { isNumeric } from './column-types.ts'
import { matchesLike } from './like.ts'
import type { MemoryTable, SchemaCell } from './memory-table.ts'
import type { ComparisonOperator, Condition, InformationSchemaSelect, ValueExpression } from './query.ts'

/** SQL's three values: undefined is unknown. */
export type BoundCondition = (row: readonly SchemaCell[]) => boolean | undefined

/** Binds a condition to the columns of a view. */
export function bindCondition(condition: Condition, select: InformationSchemaSelect, table: MemoryTable): BoundCondition | BindProblem {
  const bind = (value: ValueExpression) => bindValue(value, select, table)
  switch (condition.kind) {
    case 'constant': return () => condition.value
    case 'and': case 'or': return bindChain(condition.kind, condition.conditions.map((each) => bindCondition(each, select, table)))
    case 'not': {
      const inner = bindCondition(condition.condition, select, table)
      return typeof inner === 'function' ? negate(inner) : inner
    }
    case 'is-null': {
      const value = bind(condition.value)
      return 'problem' in value ? value : (row) => (value.of(row) === null) !== condition.not
    }
    case 'compare': return bindComparison(condition.operator, bind(condition.left), bind(condition.right))
    case 'in': {
      const value = bind(condition.value)
      const equal = bindChain('or', condition.list.map((each) => bindComparison('=', value, bind(each))))
      return condition.not && typeof equal === 'function' ? negate(equal) : equal
    }
    case 'like': return bindLike(condition, bind(condition.value), bind(condition.pattern))
  }
}

const negate = (inner: BoundCondition): BoundCondition => (row) => {
  const value = inner(row)
  return value === undefined ? undefined : !value
}

/** AND is false as soon as one is false, OR true as soon as one is true; else unknown if one is unknown. */
function bindChain(kind: 'and' | 'or', parts: (BoundCondition | BindProblem)[]): BoundCondition | BindProblem {
  const problem = parts.find((part) => typeof part !== 'function')
  if (problem !== undefined) return problem
  const decisive = kind === 'or'
  return (row) => {
    let result: boolean | undefined = !decisive
    for (const part of parts as BoundCondition[]) {
      const value = part(row)
      if (value === decisive) return decisive
      if (value === undefined) result = undefined
    }
    return result
  }
}

/** As numbers where one side is a number; a text that is none then compares as unknown. */
function bindComparison(operator: ComparisonOperator, left: BoundValue | BindProblem, right: BoundValue | BindProblem): BoundCondition | BindProblem {
  if ('problem' in left) return left
  if ('problem' in right) return right
  const numeric = isNumeric(left.type) || isNumeric(right.type)
  return (row) => {
    const [first, second] = [left.of(row), right.of(row)]
    if (first === null || second === null) return undefined
    if (!numeric) return compares(operator, first === second ? 0 : first < second ? -1 : 1)
    const difference = Number(first) - Number(second)
    return Number.isNaN(difference) || first.trim() === '' || second.trim() === '' ? undefined : compares(operator, difference)
  }
}

function compares(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '=': return order === 0
    case '<>': return order !== 0
    case '<': return order < 0
    case '<=': return order <= 0
    case '>': return order > 0
    case '>=': return order >= 0
  }
}

function bindLike(condition: Extract<Condition, { kind: 'like' }>, value: BoundValue | BindProblem, pattern: BoundValue | BindProblem): BoundCondition | BindProblem {
  if ('problem' in value) return value
  if ('problem' in pattern) return pattern
  return (row) => {
    const [text, wanted] = [value.of(row), pattern.of(row)]
    return text === null || wanted === null ? undefined : matchesLike(text, wanted, condition.escape) !== condition.not
  }
}
