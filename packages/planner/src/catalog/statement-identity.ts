/** Who a session is for. The name and uid become part of names outside (consumer groups, transactions). */
export interface StatementIdentity {
  organizationId: string
  environmentId: string
  statementName: string
  statementUid: string
}

/** Start of all names that a statement uses in Kafka: the same over its generations, never used by another statement. */
export const outsideName = (identity: StatementIdentity): string => `headgate-${identity.statementName}-${identity.statementUid}`
