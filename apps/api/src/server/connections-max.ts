/** Of files, of the database and of the queue: what else the process opens, with room to spare. */
const reservedDescriptors = 128

/** How many connections the process can take: `wanted`, or what its limit of open files leaves. At least one. */
export const connectionsMax = (wanted: number, descriptorsMax: number | undefined): number =>
  descriptorsMax === undefined ? wanted : Math.max(1, Math.min(wanted, descriptorsMax - reservedDescriptors))

/** The limit of open files of this process (the soft one: Node raises it to the hard one when it starts); undefined where there is none. */
export function readDescriptorsMax(): number | undefined {
  Object.assign(process.report, { excludeNetwork: true })
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft: number | string } } }
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : undefined
}
