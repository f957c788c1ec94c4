/** Kills the Flink processes that a killed run of this data directory left; returns how many. */
export async function sweepFlink(dataDirectory: string): Promise<number> {
  const { sweepOrphans } = (await import('@headgate/adapter-process')) as unknown as { sweepOrphans?: (directory: string) => Promise<unknown> }
  const swept = await sweepOrphans?.(dataDirectory)
  return typeof swept === 'number' ? swept : Array.isArray(swept) ? swept.length : 0
}
