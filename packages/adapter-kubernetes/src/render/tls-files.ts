import type { WorkerRole } from '@headgate/domain'
import type { TlsFiles } from '@headgate/flink-engine'
import { secretDirectory } from './engine-layout.ts'

/** Java's key stores of one generation. */
export interface KeyStores {
  /** The one key of its processes among each other, trusted by itself. JobManager and TaskManagers have it. */
  internal: Buffer
  /** Serves REST. */
  jobManager: Buffer
  /** Serves REST, and asks the JobManager. */
  gateway: Buffer
  /** Whom they believe over REST: the authority of the generation. */
  restTrust: Buffer
}

/** Whoever can read the file has the key: this only satisfies Java. */
export const keyStorePassword = 'headgate'

/** Where Flink's processes find them. */
export const tlsFiles: TlsFiles = { internal: `${secretDirectory}/internal.p12`, rest: `${secretDirectory}/rest.p12`, restTrust: `${secretDirectory}/rest-trust.p12`, password: keyStorePassword }

/** As they stand in the Secret of the generation. */
export const keyStoreData = ({ internal, jobManager, gateway, restTrust }: KeyStores): Record<string, string> => ({
  'internal.p12': internal.toString('base64'),
  'jobmanager.p12': jobManager.toString('base64'),
  'gateway.p12': gateway.toString('base64'),
  'rest-trust.p12': restTrust.toString('base64'),
})

/** What of the Secret a process gets, and under which name: a TaskManager, in which tenants' code runs, nothing with which REST could be asked. */
export const keyStoreItems: Record<WorkerRole, { key: string; path: string }[]> = {
  jobmanager: [{ key: 'internal.p12', path: 'internal.p12' }, { key: 'jobmanager.p12', path: 'rest.p12' }, { key: 'rest-trust.p12', path: 'rest-trust.p12' }],
  gateway: [{ key: 'gateway.p12', path: 'rest.p12' }, { key: 'rest-trust.p12', path: 'rest-trust.p12' }],
  taskmanager: [{ key: 'internal.p12', path: 'internal.p12' }],
}
