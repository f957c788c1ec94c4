import { readFile } from 'node:fs/promises'
import { request } from 'node:https'
import { join } from 'node:path'

/** Asks the API server whether it is ready, as the administrator. Not reachable: no. */
export async function isApiServerReady(directory: string, server: string): Promise<boolean> {
  const pki = async (name: string) => await readFile(join(directory, 'pki', name))
  const [ca, cert, key] = [await pki('ca.crt'), await pki('admin.crt'), await pki('admin.key')]
  return await new Promise<boolean>((resolve) => {
    const asked = request(`${server}/readyz`, { ca, cert, key, timeout: 2_000, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.once('timeout', () => asked.destroy())
    asked.once('error', () => resolve(false))
    asked.end()
  })
}
