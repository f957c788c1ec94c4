import { readFile, writeFile } from 'node:fs/promises'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { DataLayout } from './data-layout.ts'
import { findFreePort, isPortFree } from './machine/ports.ts'
import { problem } from './problem.ts'

export interface ChosenPorts {
  api: number
  postgres: number
  /** Where users' JDBC tables find the playground. */
  playground: number
}

/**
 * The port of the API as asked for (`conflict` when it is taken; 0 takes any free one), and for Postgres those of the last run if they are still
 * free: tables of users name the playground's.
 */
export async function choosePorts(layout: DataLayout, host: string, asked: number): Promise<Result<ChosenPorts>> {
  if (asked !== 0 && !(await isPortFree(host, asked))) {
    return problem('inUse', `Port ${asked} of ${host} is taken by another program.`, 'Stop that program, or choose another port with --port N (--port 0 takes any free one).')
  }
  const earlier = await readEarlier(layout.portsFile)
  const taken = new Set(asked === 0 ? [] : [asked])
  const choose = async (wished: number | undefined): Promise<number> => {
    let port = wished !== undefined && !taken.has(wished) && (await isPortFree('127.0.0.1', wished)) ? wished : await findFreePort('127.0.0.1')
    while (taken.has(port)) port = await findFreePort('127.0.0.1')
    taken.add(port)
    return port
  }
  const postgres = await choose(earlier['postgres'])
  const playground = await choose(earlier['playground'])
  const api = asked === 0 ? await choose(undefined) : asked
  return ok({ api, postgres, playground })
}

/** Writes down the ports that were taken in the end, for the next start. */
export const savePorts = (layout: DataLayout, ports: { postgres: number; playground: number }): Promise<void> =>
  writeFile(layout.portsFile, `${JSON.stringify(ports)}\n`)

/** What was written down, as far as it is ports. */
async function readEarlier(file: string): Promise<Record<string, number>> {
  try {
    const ports = Object.entries(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>)
    return Object.fromEntries(ports.filter((entry): entry is [string, number] => Number.isInteger(entry[1]) && Number(entry[1]) > 0 && Number(entry[1]) < 65_536))
  } catch {
    return {}
  }
}
