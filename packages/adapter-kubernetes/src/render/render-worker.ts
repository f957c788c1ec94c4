import type { WorkerRole } from '@headgate/domain'
import { jvmArguments, podPorts } from '@headgate/flink-engine'
import type { WorkersWanted } from '@headgate/ports'
import type { V1PodSpec } from '@kubernetes/client-node'
import type { KubeObject, Stored } from '../kube-object.ts'
import { certificatesUntil, goneFinalizer, workerLabels } from '../labels.ts'
import type { KubernetesPlatform } from '../platform.ts'
import { configDirectory, credentialsFile, engineDirectory, flinkUserId, scratchDirectory, secretDirectory, temporaryDirectory } from './engine-layout.ts'
import { certificateValidity, ownedBy } from './render-generation.ts'
import type { GenerationConfig } from './render-generation.ts'
import { flinkAccount } from './render-namespace.ts'
import { keyStoreItems } from './tls-files.ts'
import { workerMemoryMiB } from './worker-memory.ts'

export interface WorkerPod extends KubeObject {
  spec: V1PodSpec
}

const mainClasses: Record<WorkerRole, string> = {
  jobmanager: 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint',
  taskmanager: 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner',
  gateway: 'org.apache.flink.table.gateway.SqlGateway',
}

/** A JobManager ignores the first signal, so this is all that it has; a TaskManager uses it to hand its slots back. */
const graceSeconds: Record<WorkerRole, number> = { jobmanager: 1, gateway: 2, taskmanager: 10 }

/**
 * The pod of one worker. It is never restarted: what ends is replaced under another name, and a JobManager not at all within its generation. What a
 * tenant says reaches nothing of it. Passes the restricted Pod Security Standard. Pure.
 */
export function renderWorker(wanted: WorkersWanted, role: WorkerRole, name: string, generation: Stored<GenerationConfig>, platform: KubernetesPlatform): WorkerPod {
  const { profile, objectStore } = platform
  const certificates = certificateValidity(generation)
  const hasCredentials = objectStore?.credentials !== undefined
  const hasSecret = hasCredentials || certificates !== undefined
  const memory = `${workerMemoryMiB(role, profile.memory, wanted.slotsPerTaskManager)}Mi`
  const cpu = `${role === 'taskmanager' ? profile.cpuMillisPerSlot * wanted.slotsPerTaskManager : profile.cpuMillisControl}m`
  const scratch = String(profile.scratchBytesMax)
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: generation.metadata.namespace ?? '',
      labels: workerLabels(wanted, wanted.clusterGeneration, role),
      annotations: {
        // The cluster autoscaler knows only Kubernetes' own kinds of owners.
        'cluster-autoscaler.kubernetes.io/safe-to-evict': 'true',
        ...(certificates === undefined ? {} : { [certificatesUntil]: new Date(certificates.untilMs).toISOString() }),
      },
      ownerReferences: ownedBy(generation),
      ...(role === 'jobmanager' ? { finalizers: [goneFinalizer] } : {}),
    },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: flinkAccount,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      terminationGracePeriodSeconds: graceSeconds[role],
      securityContext: { runAsNonRoot: true, runAsUser: flinkUserId, runAsGroup: flinkUserId, fsGroup: flinkUserId, seccompProfile: { type: 'RuntimeDefault' } },
      ...(platform.imagePullSecrets === undefined ? {} : { imagePullSecrets: platform.imagePullSecrets.map((secret) => ({ name: secret })) }),
      ...(profile.nodeSelector === undefined ? {} : { nodeSelector: profile.nodeSelector }),
      ...(profile.tolerations === undefined ? {} : { tolerations: profile.tolerations }),
      ...(profile.priorityClassName === undefined ? {} : { priorityClassName: profile.priorityClassName }),
      containers: [
        {
          name: 'flink',
          image: platform.engineImage,
          imagePullPolicy: platform.imagePullPolicy,
          command: ['java'],
          args: workerArguments(wanted, role, name, platform, certificates !== undefined),
          env: [
            { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
            ...Object.entries({
              FLINK_CONF_DIR: configDirectory,
              FLINK_LIB_DIR: `${engineDirectory}/lib`,
              FLINK_OPT_DIR: `${engineDirectory}/gateway`,
              FLINK_PLUGINS_DIR: `${engineDirectory}/plugins`,
              LANG: 'C.UTF-8',
              TZ: 'UTC',
              ...(hasCredentials ? { AWS_SHARED_CREDENTIALS_FILE: `${secretDirectory}/${credentialsFile}`, AWS_CONFIG_FILE: `${secretDirectory}/${credentialsFile}`, AWS_EC2_METADATA_DISABLED: 'true' } : objectStore?.environment),
            }).map(([variable, value]) => ({ name: variable, value })),
          ],
          ports: ports(role),
          // Request and limit of memory are one: nobody's pod is ended because of a neighbour.
          resources: { requests: { cpu, memory, 'ephemeral-storage': scratch }, limits: { memory, 'ephemeral-storage': scratch } },
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          // The last lines of a log that ended badly stand in the pod's status.
          terminationMessagePolicy: 'FallbackToLogsOnError',
          volumeMounts: [
            { name: 'config', mountPath: configDirectory, readOnly: true },
            { name: 'scratch', mountPath: scratchDirectory },
            { name: 'tmp', mountPath: temporaryDirectory },
            ...(hasSecret ? [{ name: 'secret', mountPath: secretDirectory, readOnly: true }] : []),
          ],
        },
      ],
      volumes: [
        { name: 'config', configMap: { name: generation.metadata.name, items: [{ key: 'config.yaml', path: 'config.yaml' }, { key: 'log4j.properties', path: 'log4j.properties' }] } },
        { name: 'scratch', emptyDir: { sizeLimit: scratch } },
        { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
        ...(hasSecret ? [{ name: 'secret', secret: { secretName: generation.metadata.name, defaultMode: 0o440, items: [...(hasCredentials ? [{ key: credentialsFile, path: credentialsFile }] : []), ...(certificates === undefined ? [] : keyStoreItems[role])] } }] : []),
      ],
    },
  }
}

function workerArguments(wanted: WorkersWanted, role: WorkerRole, name: string, platform: KubernetesPlatform, hasInternalTls: boolean): string[] {
  return [
    // The class path in one order, and the class archive that the image was built with for it.
    `@${engineDirectory}/jvm/${role}.args`,
    ...jvmArguments({
      role,
      memory: platform.profile.memory,
      slotsPerTaskManager: wanted.slotsPerTaskManager,
      temporaryDirectory,
      logConfigFile: `${configDirectory}/log4j.properties`,
      hasInternalTls,
    }),
    // The first process of a container gets no signal that it does not ask for: a JobManager must not cancel or archive anything on its way out.
    ...(role === 'jobmanager' ? ['-Xrs'] : []),
    mainClasses[role],
    ...programArguments(role, name),
  ]
}

/** `$(POD_IP)` is filled in by the kubelet. A TaskManager's id at the JobManager is the pod's name: readiness and idleness are asked for by it. */
function programArguments(role: WorkerRole, name: string): string[] {
  if (role === 'gateway') return ['-Dsql-gateway.endpoint.rest.address=$(POD_IP)']
  return ['--configDir', configDirectory, ...(role === 'taskmanager' ? ['-D', `taskmanager.resource-id=${name}`, '-D', 'taskmanager.host=$(POD_IP)'] : [])]
}

function ports(role: WorkerRole): { name: string; containerPort: number }[] {
  switch (role) {
    case 'jobmanager':
      return [{ name: 'rest', containerPort: podPorts.jobManagerRest }, { name: 'rpc', containerPort: podPorts.jobManagerRpc }, { name: 'blob', containerPort: podPorts.jobManagerBlob }]
    case 'gateway':
      return [{ name: 'rest', containerPort: podPorts.gatewayRest }]
    case 'taskmanager':
      return [{ name: 'rpc', containerPort: podPorts.taskManagerRpc }, { name: 'data', containerPort: podPorts.taskManagerData }]
  }
}
