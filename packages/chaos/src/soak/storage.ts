import { eventually } from '@headgate/e2e'
import { ask, environmentKey } from './soak.ts'
import type { Soak } from './soak.ts'

interface Count {
  files: number
  bytes: number
}

/** What the keeper says of the store, as far as the soak looks. */
export interface Report {
  started_at: string
  total: Count
  classes: Partial<Record<string, Count>>
  deletable_total: Count & { count: number }
  deletable: { key: string; kind: string; reason: string }[]
  orphans: { key: string; kind: string; reason: string }[]
}

const path = (soak: Soak): string => soak.snapshots.path.replace(/snapshots$/, 'snapshot-storage')

/** The policy of the soak: short times. */
export async function putPolicy(soak: Soak, spec: Record<string, unknown>): Promise<void> {
  const policies = soak.snapshots.path.replace(/snapshots$/, 'snapshot-policies')
  const body = { name: 'soak', spec }
  const made = await ask(soak, 'policy', 'POST', policies, body)
  const put = made?.status === 201 ? made : await ask(soak, 'policy', 'PUT', `${policies}/soak`, body)
  if (put === undefined || put.status >= 300) throw new Error(`The policy could not be put: ${JSON.stringify(put)}`)
}

/** Has all files looked at now, and gives back what was found. */
export async function scan(soak: Soak): Promise<Report> {
  const askedAtMs = Date.now()
  await ask(soak, 'scans', 'POST', `${path(soak)}/scans`, {})
  return eventually('a scan', async () => {
    const report = (await ask<{ status: { report?: Report } }>(soak, 'storage', 'GET', path(soak)))?.body.status.report
    return report !== undefined && Date.parse(report.started_at) >= askedAtMs ? report : undefined
  }, 120_000)
}

/** Every file of the environment, as the store itself lists it: with the markers of directories. */
export const listFiles = (soak: Soak): Promise<{ key: string; sizeBytes: number }[]> => soak.s3.list(environmentKey(soak))

/**
 * Scans until the report and a listing of the store by itself agree in files and bytes, and `isDone` of the report. Both are taken of a store in
 * which nothing else happens.
 */
export async function scanUntil(soak: Soak, what: string, isDone: (report: Report) => boolean, withinMs: number): Promise<Report> {
  return eventually(what, async () => {
    const before = sum(await listFiles(soak))
    const report = await scan(soak)
    const after = sum(await listFiles(soak))
    const isQuiet = before.files === after.files && before.bytes === after.bytes
    if (isQuiet && report.total.files === before.files && report.total.bytes === before.bytes && isDone(report)) return report
    throw new Error(JSON.stringify({ before, after, total: report.total, classes: report.classes, deletable: report.deletable.slice(0, 5), orphans: report.orphans.slice(0, 5) }))
  }, withinMs)
}

/** The marker of a directory is no file. */
export const sum = (files: readonly { key: string; sizeBytes: number }[]): Count => ({ files: files.filter(({ key }) => !key.endsWith('/')).length, bytes: files.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0) })
