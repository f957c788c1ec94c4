import type { Statement, StatementBlueprint } from '@headgate/domain'

/** What is kept with a snapshot, so that a statement can be made of it when its own is gone. */
export const blueprintOf = ({ spec, observed }: Pick<Statement, 'spec' | 'observed'>): StatementBlueprint => ({
  sql: spec.sql,
  properties: spec.properties,
  computePoolId: spec.computePoolId,
  principal: spec.principal,
  ...(observed.prepared === undefined ? {} : { prepared: observed.prepared }),
})
