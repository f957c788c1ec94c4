/** How much a file may ask for. The file comes from outside: beyond these it is refused with `limit`. */
export interface MetadataLimits {
  /** Of the whole file; with it, the time that a read takes. */
  fileBytesMax: number
  operatorsMax: number
  /** Objects outside of the file, each once. */
  referencesMax: number
  /** Of one location. */
  locationBytesMax: number
  /** Of one operator's name or uid. */
  nameBytesMax: number
  /** Of all names and locations together: what a read keeps in memory, about. */
  keptBytesMax: number
  /** Handles within handles; Flink writes four levels at most. */
  nestingMax: number
}

export const defaultMetadataLimits: MetadataLimits = {
  // A million references and the largest state that Flink inlines (1 MiB) in hundreds of subtasks.
  fileBytesMax: 1024 ** 3,
  operatorsMax: 10_000,
  referencesMax: 1_000_000,
  // Keys of S3 have 1,024 bytes at most, paths of Linux 4,096.
  locationBytesMax: 4_096,
  // The most that the format allows.
  nameBytesMax: 65_535,
  keptBytesMax: 256 * 1024 ** 2,
  nestingMax: 16,
}
