import { readFile, writeFile } from 'node:fs/promises'
import type { Result } from '@headgate/domain'
import { ok } from '@headgate/domain'
import type { DataLayout } from './data-layout.ts'
import { findFreePort, isPortFree } from './machine/ports.ts'
import { problem } from './problem.ts'

export interface ChosenPorts {
  api: number
  postgres: number
}

/**
 * The port of the API as asked for (`conflict` when it is taken; 0 takes any free one), and for Postgres the one of the last run if it is still
 * free: tables of users name it.
 */
export async function choosePorts(layout: DataLayout, host: string, asked: number): Promise<Result<ChosenPorts>> {
  if (asked !== 0 && !(await isPortFree(host, asked))) {
    return problem('inUse', `Port ${asked} of ${host} is taken by another program.`, 'Stop that program, or choose another port with --port N (--port 0 takes any free one).')
  }
  const api = asked === 0 ? await findFreePort(host) : asked
  const earlier = await readEarlier(layout.portsFile)
  const keep = earlier !== undefined && earlier !== api && (await isPortFree('127.0.0.1', earlier))
  let postgres = keep ? earlier : await findFreePort('127.0.0.1')
  while (postgres === api) postgres = await findFreePort('127.0.0.1')
  await writeFile(layout.portsFile, `${JSON.stringify({ postgres })}\n`)
  return ok({ api, postgres })
}

async function readEarlier(file: string): Promise<number | undefined> {
  try {
    const { postgres } = JSON.parse(await readFile(file, 'utf8')) as { postgres?: unknown }
    return typeof postgres === 'number' && Number.isInteger(postgres) && postgres > 0 && postgres < 65_536 ? postgres : undefined
  } catch {
    return undefined
  }
}
