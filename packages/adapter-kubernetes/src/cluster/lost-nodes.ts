import { ok } from '@headgate/domain'
import type { Result } from '@headgate/domain'
import type { Clock } from '@headgate/ports'
import type { KubeClient } from '../api/kube-client.ts'
import { nodeKind } from '../api/resource-paths.ts'
import type { KubeObject } from '../kube-object.ts'

interface Node extends KubeObject {
  status?: { conditions?: { type: string; status: string }[] }
}

const rememberedMs = 2_000

/** The names of nodes that do not answer: what runs there is not known. At most one question in two seconds. */
export function createLostNodes({ client, clock }: { client: Pick<KubeClient, 'list'>; clock: Clock }): () => Promise<Result<ReadonlySet<string>>> {
  let asked: { atMs: number; answer: Promise<Result<ReadonlySet<string>>> } | undefined
  const ask = async (): Promise<Result<ReadonlySet<string>>> => {
    const listed = await client.list<Node>(nodeKind, {})
    if (!listed.ok) return listed
    return ok(new Set(listed.value.items.filter(({ status }) => status?.conditions?.find(({ type }) => type === 'Ready')?.status !== 'True').map(({ metadata }) => metadata.name)))
  }
  return () => {
    if (asked === undefined || clock.nowMs() - asked.atMs > rememberedMs) asked = { atMs: clock.nowMs(), answer: ask() }
    return asked.answer
  }
}
