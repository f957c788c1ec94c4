import { readFile } from 'node:fs/promises'
import { dataLayout } from '@headgate/dev-env'

/** The port of an instance's Postgres itself; the one in `playground.url` leads through a door, which costs another hop. */
export async function readServerPort(dataDirectory: string): Promise<number> {
  const { postgres } = JSON.parse(await readFile(dataLayout(dataDirectory).portsFile, 'utf8')) as { postgres: number }
  return postgres
}
