import type { Statement } from '@headgate/domain'
import type { Clock, SqlGatewayPort } from '@headgate/ports'
import type { OpenSession } from './open-session.ts'

/** What a session was opened for: only the same statement, unchanged, with the same text on the same gateway may go on with it. */
export interface SessionOwner {
  statement: Pick<Statement, 'uid' | 'specVersion'>
  gatewayEndpoint: string
  /** The SQL that the session was made for. */
  sql: string
}

/**
 * Gateway sessions between planning and start: opening one anew, with all its tables, would cost every statement its time. Bounded in
 * number and time, and disposable: one that is gone only costs a new one. Lives in one process; what dies with it the gateway drops.
 */
export interface KeptSessions {
  /** The kept session of this owner, which is its again; undefined when there is none. */
  take(owner: SessionOwner): OpenSession | undefined
  /** Keeps a session for a while, then closes it. */
  keep(owner: SessionOwner, session: OpenSession): void
}

const keptMaxDefault = 64
const keepMsDefault = 10_000

interface Entry {
  owner: SessionOwner
  session: OpenSession
}

export function createKeptSessions(
  { gateway, clock }: { gateway: Pick<SqlGatewayPort, 'closeSession'>; clock: Clock },
  { keptMax = keptMaxDefault, keepMs = keepMsDefault }: { keptMax?: number; keepMs?: number } = {},
): KeptSessions {
  const entries = new Map<string, Entry>()
  const close = async ({ owner, session }: Entry): Promise<void> => void (await gateway.closeSession(owner.gatewayEndpoint, session.handle))
  const remove = (uid: string): Entry | undefined => {
    const entry = entries.get(uid)
    entries.delete(uid)
    return entry
  }
  return {
    take(owner) {
      const entry = remove(owner.statement.uid)
      if (entry === undefined) return undefined
      if (sameOwner(entry.owner, owner)) return entry.session
      void close(entry)
      return undefined
    },
    keep(owner, session) {
      const { uid, specVersion } = owner.statement
      const entry = { owner: { ...owner, statement: { uid, specVersion } }, session }
      const oldest = entries.size >= keptMax ? entries.keys().next().value : undefined
      for (const over of [remove(uid), oldest === undefined ? undefined : remove(oldest)]) if (over !== undefined) void close(over)
      entries.set(uid, entry)
      void clock.sleep(keepMs).then(async () => {
        if (entries.get(uid) !== entry) return
        entries.delete(uid)
        await close(entry)
      })
    },
  }
}

const sameOwner = (one: SessionOwner, other: SessionOwner): boolean =>
  one.statement.uid === other.statement.uid && one.statement.specVersion === other.statement.specVersion && one.gatewayEndpoint === other.gatewayEndpoint && one.sql === other.sql
