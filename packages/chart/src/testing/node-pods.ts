import type { KubernetesNode } from '@headgate/kubernetes-lab'

/** What a test does to pods behind the back of Kubernetes. */
export interface NodePods {
  /** Names of pods that run. `selector` as `kubectl -l` takes it. */
  running(namespace: string, selector: string): Promise<string[]>
  /** SIGKILL to the process of a pod's first container. */
  kill(namespace: string, pod: string): Promise<void>
  /** Uses memory in a pod's first container until the kernel ends its process. */
  exhaustMemory(namespace: string, pod: string): Promise<void>
}

/** Joins the container's group of processes and eats memory. The kernel ends the pod's own process first, whose score is higher, then the eater. */
const eat = `
group=$(awk -F: '$2 == "memory" { print "/sys/fs/cgroup/memory" $3; found = 1 } $2 == "" { unified = $3 } END { if (!found) print "/sys/fs/cgroup" unified }' /proc/$1/cgroup)
echo $$ > $group/cgroup.procs
exec tail /dev/zero`

export function nodePods(lab: KubernetesNode): NodePods {
  const containerOf = async (namespace: string, pod: string): Promise<string> => {
    const id = await lab.kubectl(['-n', namespace, 'get', 'pod', pod, '-o', 'jsonpath={.status.containerStatuses[0].containerID}'])
    return id.trim().replace('containerd://', '')
  }
  return {
    async running(namespace, selector) {
      const names = await lab.kubectl(['-n', namespace, 'get', 'pods', '-l', selector, '--field-selector=status.phase=Running', '-o', 'jsonpath={.items[*].metadata.name}'])
      return names.split(' ').filter((name) => name !== '')
    },
    async kill(namespace, pod) {
      await lab.node(['ctr', '-n', 'k8s.io', 'tasks', 'kill', '-s', 'SIGKILL', await containerOf(namespace, pod)])
    },
    async exhaustMemory(namespace, pod) {
      const container = await containerOf(namespace, pod)
      const tasks = await lab.node(['ctr', '-n', 'k8s.io', 'tasks', 'ls'])
      const process = tasks.split('\n').map((line) => line.trim().split(/\s+/)).find(([id]) => id === container)?.[1]
      if (process === undefined) throw new Error(`The container ${container} of ${pod} does not run: ${tasks}`)
      await lab.node(['sh', '-c', eat, 'eat', process], { timeoutMs: 120_000 }).catch((error: unknown) => {
        // It ends by the kernel's hand; anything else is a mistake of ours.
        if (!/signal|137|Killed/i.test(String(error))) throw error
      })
    },
  }
}
