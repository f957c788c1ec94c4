import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the range from which the kernel picks ports of outgoing connections, which could take one before its JVM is up. */
const lowest = 20_000
const highest = 31_999
const triesMax = 200

/** A port of the loopback address that nobody listens on and that is not in `taken`, which it joins. */
export async function takeFreePort(taken: Set<number>): Promise<number> {
  for (let attempt = 0; attempt < triesMax; attempt++) {
    const port = randomInt(lowest, highest + 1)
    if (taken.has(port)) continue
    taken.add(port)
    if (await isFree(port)) return port
    taken.delete(port)
  }
  throw new Error(`no free port among ${triesMax} tried between ${lowest} and ${highest}`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
