import { flinkContract, gatewayContract } from '@headgate/ports/contracts'
import type { FlinkUnderTest } from '@headgate/ports/contracts'
import { describe } from 'vitest'
import { createFakeWorld } from '../create-fake-world.ts'
import { drivenBy, waitOn } from '../driven-by.ts'

async function makeFlink(): Promise<FlinkUnderTest> {
  const { clock, cluster, flink, gateway, blobs } = createFakeWorld(1)
  const pool = { organizationId: 'o1', environmentId: 'env-000001', computePoolId: 'lfcp-000001' }
  await cluster.ensureWorkers({ ...pool, clusterGeneration: 1, taskManagers: 1, slotsPerTaskManager: 4 })
  await clock.advance(20_000)
  const endpointOf = (role: 'jobmanager' | 'gateway') => cluster.alive(role)[0]?.worker.endpoint ?? ''
  const keyOf = (uri: string) => blobs.keyOf(uri) ?? ''
  return {
    flink: drivenBy(clock, flink),
    gateway: drivenBy(clock, gateway),
    jobManagerEndpoint: endpointOf('jobmanager'),
    gatewayEndpoint: endpointOf('gateway'),
    deadEndpoint: 'http://nobody.sim:1',
    directoryUri: blobs.uri('contract'),
    ensureDirectory: async (uri) => void (await blobs.ensureDirectory(keyOf(uri))),
    exists: async (uri) => blobs.readNow(keyOf(uri)) !== undefined,
    async readArchive(jobId) {
      const key = blobs.keysNow().find((each) => each.includes('/archive/') && each.endsWith(jobId))
      return key === undefined ? undefined : blobs.readNow(key)
    },
    expectToFail(sql) {
      const exception = {
        name: 'java.lang.RuntimeException',
        message: "java.lang.RuntimeException\nCaused by: java.lang.NumberFormatException: For input string: 'x'. Invalid character found.",
      }
      gateway.script((text) => text.includes(sql), { fails: { afterMs: 300, exception } })
    },
    wait: (look, what) => waitOn(clock, look, what),
    stop: async () => {},
  }
}

describe('fake Flink', () => flinkContract(makeFlink))
describe('fake SQL gateway', () => gatewayContract(makeFlink))
