import type { Instance, S3ForInstance, SnapshotUser } from '@headgate/e2e'
import type { Random } from '@headgate/sim'

/** One soak: a whole Headgate on a real S3 server, a user who is never at rest, and what is remembered of both. */
export interface Soak {
  instance: Instance
  s3: S3ForInstance
  snapshots: SnapshotUser
  random: Random
  /** How often each act and strike was done, and each answer given. */
  counts: Map<string, number>
  /** What must not be. */
  problems: string[]
  count(what: string): void
  say(text: string): void
}

/** Key of the environment in the store. */
export function environmentKey({ instance }: Soak): string {
  const { organizationId, environmentId } = instance.user.connection
  return `organizations/${organizationId}/environments/${environmentId}`
}

/** Asks as the user does. An answer of 5xx is a problem, unless it asks to come back (503); everything else is counted. No answer: the API is being replaced. */
export async function ask<T>(soak: Soak, what: string, method: string, path: string, body?: unknown): Promise<{ status: number; body: T } | undefined> {
  try {
    const answer = await soak.instance.user.request<T>(method, path, body)
    soak.count(`${what}: ${answer.status}`)
    if (answer.status >= 500 && answer.status !== 503) soak.problems.push(`${what} answered ${answer.status}: ${JSON.stringify(answer.body)}`)
    return answer
  } catch {
    soak.count(`${what}: no answer`)
    return undefined
  }
}
