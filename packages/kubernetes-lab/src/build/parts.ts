import { join } from 'node:path'

const PACKAGE = join(import.meta.dirname, '..', '..')
const TOOLS_DIRECTORY = join(PACKAGE, 'tools')
/** The Go module of Kubernetes itself. */
export const CLUSTER_DIRECTORY = join(PACKAGE, 'cluster')

/** A program that Go builds. */
export interface GoPart {
  /** Its file in `bin`. */
  name: string
  /** From sources here, or from a published module with its own dependencies. */
  source: { directory: string; target: string; files: readonly string[] } | { module: string }
}

/** An image made of one program and nothing else. */
export interface ProgramImage {
  program: string
  reference: string
}

const tool = (name: string): GoPart => ({ name, source: { directory: TOOLS_DIRECTORY, target: `./cmd/${name}`, files: ['go.mod', 'go.sum', `cmd/${name}/main.go`] } })
/** A tool of somebody else, at the version of our go.mod. */
const foreignTool = (name: string, target: string): GoPart => ({ name, source: { directory: TOOLS_DIRECTORY, target, files: ['go.mod', 'go.sum'] } })

/** All of Kubernetes and etcd in one program: one link instead of eight. */
const HYPERKUBE: GoPart = { name: 'hyperkube', source: { directory: CLUSTER_DIRECTORY, target: '.', files: ['go.mod', 'go.sum', 'main.go', 'netpol.go'] } }

/**
 * What can be built: `cluster` is Kubernetes itself, `node` the images that a node needs, `kwok` pretends nodes, `helm` is Helm, `crane` a registry of images.
 * kwok is built with its own dependencies: 0.7.0 does not compile against the client of 0.34.2 and newer.
 */
export const PARTS = {
  cluster: [HYPERKUBE],
  node: [HYPERKUBE, tool('coredns'), tool('pause'), tool('probe')],
  kwok: [{ name: 'kwok', source: { module: 'sigs.k8s.io/kwok/cmd/kwok@v0.7.0' } }],
  helm: [foreignTool('helm', 'helm.sh/helm/v3/cmd/helm')],
  crane: [foreignTool('crane', 'github.com/google/go-containerregistry/cmd/crane')],
} satisfies Record<string, readonly GoPart[]>

export type Part = keyof typeof PARTS

/** Images that every node has. */
export const NODE_IMAGES: readonly ProgramImage[] = ['coredns', 'pause', 'probe'].map((program) => ({ program, reference: `localhost/${program}:1` }))

/** The smallest image to try pods with: `tools/cmd/probe`. */
export const PROBE_IMAGE = 'localhost/probe:1'
