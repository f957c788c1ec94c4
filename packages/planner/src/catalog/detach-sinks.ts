/** Far beyond the ids that Flink counts up for the nodes of a plan. */
const idOffset = 1_000_000

/**
 * Gives the sinks of a compiled plan other ids. Flink derives the identity of an operator from its node's id, so state that was written under
 * the old one belongs to nobody. The text is edited, not parsed: it may hold numbers that JavaScript cannot. Undefined: no sink was found.
 */
export function detachSinks(plan: string): string | undefined {
  const ids = [...plan.matchAll(sinkNode)].map((match) => match[2] ?? '')
  if (ids.length === 0) return undefined
  const renamed = plan.replaceAll(sinkNode, (_all, before: string, id: string, after: string) => `${before}${Number(id) + idOffset}${after}`)
  const edgesStart = renamed.lastIndexOf('"edges"')
  if (edgesStart < 0) return undefined
  const edges = renamed.slice(edgesStart).replaceAll(/("target"\s*:\s*)(\d+)/g, (all, before: string, id: string) => (ids.includes(id) ? `${before}${Number(id) + idOffset}` : all))
  return renamed.slice(0, edgesStart) + edges
}

/** Quotes inside of texts are escaped, so that nothing a user wrote looks like this. */
const sinkNode = /("id"\s*:\s*)(\d+)(\s*,\s*"type"\s*:\s*"(?:stream|batch)-exec-sink_\d+")/g
