import type { CatalogChange, Failure, StatementEvent, StatementException, StatementObserved } from '@headgate/domain'

/** What an action brought. `failure` is a passing one: the next pass tries again. */
export interface Outcome {
  observed?: Partial<StatementObserved>
  events?: StatementEvent[]
  exceptions?: StatementException[]
  catalogChanges?: CatalogChange[]
  failure?: Failure
  /** The results loop of the statement has something to do. */
  wakeResults?: boolean
  removed?: boolean
}

export const nothingNew: Outcome = {}

export const tryAgain = (failure: Failure): Outcome => ({ failure })
