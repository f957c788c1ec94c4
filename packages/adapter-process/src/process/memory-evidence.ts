import { open, readFile, stat } from 'node:fs/promises'

/** Which thread asked a JVM for memory that was not there, and which Flink jobs' tasks have that name. */
export interface MemoryEvidence {
  thread?: string
  jobIds?: string[]
}

const reportBytes = 64 * 1024
/** A log is rolled at 10 MB. */
const logBytesMax = 16 * 1024 * 1024

/** The thread named in the report that the JVM writes when it aborts (`-XX:+CrashOnOutOfMemoryError`). */
export const crashedThread = (report: string): string | undefined => /^Current thread \(\w+\):\s+JavaThread "(.+?)"(?:\s+daemon)?\s+\[/m.exec(report)?.[1]

/**
 * The jobs whose tasks were sent to a TaskManager under the name that a thread has, or that is part of its name (a source's fetcher). Two
 * statements with the same text have tasks of the same name: then there are two. The log tells the job of each line in brackets.
 */
export function jobsOfThread(log: string, thread: string): string[] {
  const found = new Set<string>()
  for (const [, jobId, task] of log.matchAll(/ \[([0-9a-f]{32})\] - Received task (.+?) \([0-9a-f_]+\), deploy into slot/g)) {
    if (jobId !== undefined && task !== undefined && thread.includes(task)) found.add(jobId)
  }
  return [...found]
}

/** What the files of an ended TaskManager tell; empty where they tell nothing. */
export async function readMemoryEvidence(crashFile: string, logFile: string): Promise<MemoryEvidence> {
  const thread = crashedThread(await readHead(crashFile))
  if (thread === undefined) return {}
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0
  const log = size > logBytesMax ? '' : await readFile(logFile, 'utf8').catch(() => '')
  return { thread, jobIds: jobsOfThread(log, thread) }
}

async function readHead(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return ''
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(reportBytes), 0, reportBytes, 0)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
