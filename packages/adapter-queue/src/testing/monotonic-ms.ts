/** Milliseconds of a clock that never goes back and is the same for all processes of a machine (Linux). */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6
