import { findViolations } from '../../find-violations.ts'
import type { Checker } from '../sim.ts'
import { noAcceptedChangeIsLost } from './accepted-changes.ts'
import { resultsAreWhole } from './results.ts'
import { noSecretIsTold } from './secrets.ts'
import { slotsAreGranted } from './slots.ts'
import { tenantsStayApart } from './tenancy.ts'
import { truthOfStatus } from './truth-of-status.ts'
import { unknownsAreLookedAt } from './unknowns.ts'

/** What is asked after each step. Much more is held against each single write, job and answer as it comes: see `observe-*.ts` and `ask.ts`. */
export const checkers: readonly Checker[] = [
  {
    name: 'what was seen between two looks',
    check: ({ ledger }) => ledger.violations.splice(0),
  },
  {
    name: 'one live job, one JobManager, grants, restore points',
    // Files that vanished leave the product with older ones, which Flink may have subsumed: nothing is said against that statement's point.
    check: ({ world, ledger }) => {
      const spoiled = [...ledger.vanished].map((uri) => /\/statements\/([^/]+)\//.exec(uri)?.[1]).filter((uid) => uid !== undefined)
      return findViolations(world).filter((violation) => !(violation.includes('its restore point') && spoiled.some((uid) => violation.includes(uid))))
    },
  },
  truthOfStatus,
  unknownsAreLookedAt,
  noAcceptedChangeIsLost,
  tenantsStayApart,
  noSecretIsTold,
  resultsAreWhole,
  slotsAreGranted,
]
