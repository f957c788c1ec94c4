import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Hunt } from './hunt.ts'
import type { HuntedIn } from './subjects.ts'

const child = fileURLToPath(new URL('./child.ts', import.meta.url))

/** Hunts a bug in a process of its own, because its code is another one. An undefined name runs the code as it is. */
export function startHunt(name: string | undefined, subject: HuntedIn['name'], seeds: readonly number[], steps: number): Promise<Hunt> {
  const started = spawn(process.execPath, [child, name ?? '-', subject, String(steps), seeds.join(',')], { stdio: ['ignore', 'pipe', 'pipe'] })
  let told = ''
  let errors = ''
  started.stdout.on('data', (data: Buffer) => void (told += data.toString('utf8')))
  started.stderr.on('data', (data: Buffer) => void (errors += data.toString('utf8')))
  return new Promise((resolve) => {
    const broken = (problem: string): void => resolve({ name: name ?? '-', seedsRun: 0, others: [], problem })
    started.on('error', (error) => broken(error.message))
    started.on('close', (code) => {
      const line = told.trim().split('\n').at(-1) ?? ''
      if (line.startsWith('{')) resolve(JSON.parse(line) as Hunt)
      else broken(`The process ended with ${code} and said nothing. ${errors.slice(-2_000)}`)
    })
  })
}

/** Does the work for each, a few at a time; answers in the order of `list`. */
export async function inParallel<T, R>(list: readonly T[], howMany: number, work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = list.entries()
  const worker = async (): Promise<void> => {
    for (const [index, each] of queue) results[index] = await work(each)
  }
  await Promise.all(Array.from({ length: howMany }, worker))
  return results
}
