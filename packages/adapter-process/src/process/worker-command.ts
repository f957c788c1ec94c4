import { join } from 'node:path'
import type { WorkerRole } from '@headgate/domain'
import { classPath, jvmArguments } from '@headgate/flink-engine'
import type { ClusterMemory, FlinkObjectStore } from '@headgate/flink-engine'
import type { GenerationDirectory } from '../cluster/generation-directory.ts'
import { objectStoreEnvironment, objectStoreFiles } from '../cluster/object-store-files.ts'

export interface WorkerCommandInput {
  role: WorkerRole
  workerId: string
  directory: GenerationDirectory
  dataDirectory: string
  engineDirectory: string
  memory: ClusterMemory
  slotsPerTaskManager: number
  /** JVM arguments about class data sharing. */
  archiveArguments: string[]
  /** Of a gateway: its REST port. */
  gatewayPort?: number
  objectStore?: FlinkObjectStore
}

const mainClasses: Record<WorkerRole, string> = {
  jobmanager: 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint',
  taskmanager: 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner',
  gateway: 'org.apache.flink.table.gateway.SqlGateway',
}

/** By this argument a worker's process is found again when its pid was not written down in time. */
export const workerMark = (workerId: string): string => `-Dheadgate.worker=${workerId}`

/** By this argument every process of a data directory is found. */
export const dataMark = (dataDirectory: string): string => `-Dheadgate.data=${dataDirectory}`

/** Arguments and environment of a worker's JVM. The environment is our own choice: user SQL runs there, the controller's secrets must not. */
export function workerCommand(input: WorkerCommandInput): { args: string[]; env: Record<string, string> } {
  const { role, workerId, directory } = input
  const args = [
    ...jvmArguments({
      role,
      memory: input.memory,
      slotsPerTaskManager: input.slotsPerTaskManager,
      temporaryDirectory: directory.tmp,
      logFile: join(directory.log, `${workerId}.log`),
      logConfigFile: join(directory.conf, 'log4j.properties'),
      crashFile: join(directory.log, `${workerId}.crash`),
      ...(input.objectStore?.certificateAuthorities === undefined ? {} : { trustStoreFile: objectStoreFiles(directory).trustStore }),
    }),
    ...input.archiveArguments,
    workerMark(workerId),
    dataMark(input.dataDirectory),
    '-cp',
    classPath(input.engineDirectory, role),
    mainClasses[role],
    ...programArguments(input),
  ]
  const env = {
    FLINK_CONF_DIR: directory.conf,
    FLINK_LIB_DIR: join(input.engineDirectory, 'lib'),
    FLINK_OPT_DIR: join(input.engineDirectory, 'gateway'),
    FLINK_PLUGINS_DIR: join(input.engineDirectory, 'plugins'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    ...objectStoreEnvironment(directory, input.objectStore),
  }
  return { args, env }
}

function programArguments({ role, workerId, directory, gatewayPort }: WorkerCommandInput): string[] {
  if (role === 'gateway') return [`-Dsql-gateway.endpoint.rest.port=${gatewayPort}`, `-Dsql-gateway.endpoint.rest.bind-port=${gatewayPort}`]
  // A TaskManager's id at the JobManager is the worker's: readiness and idleness are asked for by it.
  return ['--configDir', directory.conf, ...(role === 'taskmanager' ? ['-D', `taskmanager.resource-id=${workerId}`] : [])]
}
