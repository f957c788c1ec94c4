/** What every `_metadata` begins with. */
export const headerMagic = 0x4960_672d

/** Before each state of a master hook. */
export const masterStateMagic = 0xc96b_1696 | 0

/** The versions that are read, and the oldest Flink that reads them too. */
export const readableVersions = { 5: '2.0', 6: '2.1' } as const

/** The newest Flink whose files this reader was tried with. */
const newestFlink = '2.3'

/** Who wrote versions that nothing of ours can restore. */
const oldVersions: Readonly<Record<number, string>> = { 1: '1.1 or 1.2', 2: '1.3 to 1.10', 3: '1.11 to 1.15', 4: '1.16 to 1.20' }

export const isReadableVersion = (version: number): version is 5 | 6 => version === 5 || version === 6

/** What to tell somebody whose snapshot has a version that is not read. */
export function explainVersion(version: number): string {
  const writer = oldVersions[version]
  if (writer !== undefined) return `The snapshot was written by Flink ${writer} (metadata version ${version}). Snapshots of Flink 2.0 and newer are read: restore it once with such a Flink and take a savepoint.`
  if (version > 6) return `The snapshot has metadata version ${version}: only a Flink newer than ${newestFlink} can have written it, and only such a one can restore it.`
  return `The metadata is damaged: it has version ${version}.`
}
