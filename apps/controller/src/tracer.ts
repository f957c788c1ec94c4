import { AsyncLocalStorage } from 'node:async_hooks'
import { renderWorkKey } from '@headgate/ports'
import type { WorkKey } from '@headgate/ports'

/** One call through a port. Holds no argument but the first words of SQL, which are never a user's values. */
export interface Span {
  /** The key that was being worked on. */
  key?: string
  port: string
  verb: string
  what?: string
  /** Milliseconds since the epoch, with fractions. */
  startMs: number
  durationMs: number
}

/** Tells every call that the loop makes of the world, with its time: where a slow statement spends it. */
export interface Tracer {
  /** The same port, told about. */
  wrap<T extends object>(port: string, target: T): T
  /** Calls made within `work` belong to `key`. */
  within<T>(key: WorkKey, work: () => Promise<T>): Promise<T>
}

export function createTracer(write: (span: Span) => void): Tracer {
  const keys = new AsyncLocalStorage<string>()
  return {
    wrap: (port, target) =>
      new Proxy(target, {
        get(object, name, receiver) {
          const member: unknown = Reflect.get(object, name, receiver)
          if (typeof member !== 'function' || typeof name !== 'string') return member
          return (...args: unknown[]): unknown => {
            const startMs = performance.timeOrigin + performance.now()
            const answer: unknown = member.apply(object, args)
            if (!(answer instanceof Promise)) return answer
            const key = keys.getStore()
            const what = firstWords(args)
            return answer.finally(() =>
              write({ ...(key === undefined ? {} : { key }), port, verb: name, ...(what === undefined ? {} : { what }), startMs, durationMs: performance.timeOrigin + performance.now() - startMs }),
            )
          }
        },
      }),
    within: (key, work) => keys.run(renderWorkKey(key), work),
  }
}

/** The kind of SQL in the arguments of a gateway call: at most its first three key words. */
function firstWords(args: unknown[]): string | undefined {
  const sql = args.map((arg) => (typeof arg === 'string' ? arg : (arg as { statement?: unknown } | undefined)?.statement)).find((text) => typeof text === 'string' && /^\s*[A-Z]{2,} /.test(text))
  return typeof sql === 'string' ? (/^\s*((?:[A-Z_]{2,}\s+){1,3})/.exec(sql)?.[1] ?? '').trim().replaceAll(/\s+/g, ' ') : undefined
}
