import type { Kubectl } from './components/kubectl.ts'

/** A running API server, with or without more. */
export interface KubernetesLab {
  /** Its state; goes with it. */
  directory: string
  /** Of the administrator. */
  kubeconfigFile: string
  /** Such as `https://198.18.240.2:6443`. */
  server: string
  kubectl: Kubectl
  /** SIGSTOP: connections come about, and nothing is answered. */
  pauseApiServer(): Promise<void>
  resumeApiServer(): Promise<void>
  /** Ends all of it and leaves nothing: no process, link, cgroup, mount or directory. A second time: nothing to do. */
  stop(): Promise<void>
}

/** A whole cluster of one node, which runs pods. */
export interface KubernetesNode extends KubernetesLab {
  /** What pods call to reach a server of this machine; it must listen there, or on 0.0.0.0. */
  hostAddress: string
  nodeName: string
  /** Of the node, its pods and the Services: this machine has routes to all of them. */
  nodeAddress: string
  podRange: string
  serviceRange: string
  /** Runs a command in the node's namespaces, as its root, and returns what it prints. Throws when it fails. */
  node(words: readonly string[], options?: { input?: string | { file: string }; timeoutMs?: number }): Promise<string>
  /** Imports an image archive (`docker save`, `buildah push docker-archive:`) under the names that it holds. Pods use it with `imagePullPolicy: Never` or `IfNotPresent`. */
  importImage(file: string): Promise<void>
  /** Ends kubelet and containerd; containers go on. The node is NotReady some 40 seconds later. */
  stopNodeServices(): Promise<void>
  /** Starts them again, and resolves when the kubelet has said that the node is Ready. */
  startNodeServices(): Promise<void>
  /** `stopNodeServices`, then `startNodeServices`. */
  restartNode(): Promise<void>
}
