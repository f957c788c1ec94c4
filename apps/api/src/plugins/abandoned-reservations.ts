import type { Reservation } from '@headgate/ports'
import type { ApiDeps } from '../deps.ts'

/** What is forgotten frees itself when its time is over. */
const rememberedMax = 10_000

/** Reservations that no request of this process needs any more, and that the database may hold still. */
export interface AbandonedReservations {
  note(reservation: Reservation): void
  /** The one of the same key, by its own holder. */
  get(reservation: Reservation): Reservation | undefined
  forget(reservation: Reservation): void
}

const perProcess = new WeakMap<object, AbandonedReservations>()

/** Those of a process, by its deps: nothing is shared between two APIs in one program. */
export function abandonedOf(deps: ApiDeps): AbandonedReservations {
  const process = deps.process ?? deps
  const known = perProcess.get(process) ?? createAbandonedReservations()
  perProcess.set(process, known)
  return known
}

function createAbandonedReservations(): AbandonedReservations {
  const byKey = new Map<string, Reservation>()
  const nameOf = ({ organizationId, key }: Reservation) => `${organizationId} ${key}`
  return {
    note(reservation) {
      const oldest = byKey.keys().next()
      if (byKey.size >= rememberedMax && oldest.done !== true) byKey.delete(oldest.value)
      byKey.set(nameOf(reservation), reservation)
    },
    get: (reservation) => byKey.get(nameOf(reservation)),
    forget(reservation) {
      if (byKey.get(nameOf(reservation)) === reservation) byKey.delete(nameOf(reservation))
    },
  }
}
