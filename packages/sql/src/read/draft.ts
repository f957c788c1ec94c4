import type { SqlKind, StatementClass } from '@headgate/domain'
import type { OptionList, ReadStatement } from '../types.ts'

/** What the readers of single statement kinds find; the rest of ReadStatement is the same for all kinds. */
export interface Draft {
  class: StatementClass
  sqlKind: SqlKind
  action: ReadStatement['action']
  /** Option lists that the statement's grammar has; those of hints are found for all kinds alike. */
  optionLists?: OptionList[]
  distribution?: ReadStatement['distribution']
  hasConnector?: boolean
}

/** A statement that is understood well enough to refuse it. */
export const forbidden = (what: string, waitsFor?: string): Draft => ({
  class: 'ddl',
  sqlKind: 'OTHER',
  action: { kind: 'forbidden', what, ...(waitsFor === undefined ? {} : { waitsFor }) },
})
