import { createServer, type AddressInfo, type Server } from 'node:net'

/** `count` different ports of the loopback that nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const probes: Server[] = []
  try {
    for (let i = 0; i < count; i += 1) {
      const probe = createServer()
      probes.push(probe)
      await new Promise<void>((resolve, reject) => {
        probe.once('error', reject)
        probe.listen(0, '127.0.0.1', resolve)
      })
    }
    return probes.map((probe) => (probe.address() as AddressInfo).port)
  } finally {
    await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))))
  }
}
