/** RFC 3339 in UTC, without fractions that are zero. */
export const renderTime = (atMs: number): string => new Date(atMs).toISOString().replace('.000Z', 'Z')

/** What the wire shows for a time that never came. */
export const never = '0001-01-01T00:00:00Z'

/** ISO 8601, in seconds. */
export const renderDuration = (durationMs: number): string => `PT${Math.max(0, durationMs) / 1000}S`
