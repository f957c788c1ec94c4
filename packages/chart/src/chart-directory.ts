import { fileURLToPath } from 'node:url'

/** The chart of this clone. */
export const chartDirectory = fileURLToPath(new URL('../../../charts/headgate', import.meta.url))
