import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Connection } from '@headgate/dev-env'
import { CommandFailure } from '../failure.ts'

/**
 * Finds the connection: the file of `--connection`, else the HEADGATE_* variables, else `.headgate/connection.json` in this directory or one
 * above it.
 */
export async function findConnection(file: string | undefined, env: Record<string, string | undefined>, directory: string): Promise<Connection> {
  const { parseConnection, readConnectionEnvironment } = await import('@headgate/dev-env/connection')
  const read = async (path: string): Promise<Connection | undefined> => {
    const text = await readFile(path, 'utf8').catch(() => undefined)
    if (text === undefined) return undefined
    const parsed = parseConnection(text)
    if ('missing' in parsed) throw new CommandFailure(`${path} is no connection file: ${parsed.missing.join(', ')} missing. \`headgate dev\` writes one.`)
    return parsed.connection
  }
  if (file !== undefined) {
    const found = await read(resolve(directory, file))
    if (found === undefined) throw new CommandFailure(`${resolve(directory, file)} cannot be read. Name the connection.json that \`headgate dev\` wrote in its data directory.`)
    return found
  }
  const fromEnvironment = readConnectionEnvironment(env)
  if ('connection' in fromEnvironment) return fromEnvironment.connection
  if (env['HEADGATE_ENDPOINT'] !== undefined) {
    throw new CommandFailure(`HEADGATE_ENDPOINT is set, but these are not: ${fromEnvironment.missing.join(', ')}. Set them too, or use --connection FILE.`)
  }
  for (let place = resolve(directory); ; place = dirname(place)) {
    const found = await read(join(place, '.headgate', 'connection.json'))
    if (found !== undefined) return found
    if (dirname(place) === place) break
  }
  throw new CommandFailure('No connection: there is no .headgate/connection.json here or above. Start `headgate dev` in this directory, or use --connection FILE, or set HEADGATE_ENDPOINT, HEADGATE_API_KEY and the other HEADGATE_* variables.')
}
