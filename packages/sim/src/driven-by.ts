import type { VirtualClock } from './virtual-clock.ts'

/** A port whose calls move the virtual clock on until they are answered: for callers that know nothing of it. */
export function drivenBy<T extends object>(clock: VirtualClock, port: T): T {
  return new Proxy(port, {
    get(target, property, receiver) {
      const member: unknown = Reflect.get(target, property, receiver)
      if (typeof member !== 'function') return member
      return (...callArguments: unknown[]) => {
        const answer: unknown = member.apply(target, callArguments)
        return answer instanceof Promise ? clock.drive(answer) : answer
      }
    },
  })
}

/** Looks each `stepMs` of virtual time until there is an answer; throws with `what` after `limitMs`. */
export async function waitOn<T>(
  clock: VirtualClock,
  look: () => Promise<T | undefined>,
  what: string,
  { stepMs = 50, limitMs = 10 * 60_000 }: { stepMs?: number; limitMs?: number } = {},
): Promise<T> {
  for (const untilMs = clock.nowMs() + limitMs; clock.nowMs() <= untilMs; await clock.advance(stepMs)) {
    const answer = await clock.drive(look())
    if (answer !== undefined) return answer
  }
  throw new Error(`Not seen within ${limitMs} ms of virtual time: ${what}`)
}
