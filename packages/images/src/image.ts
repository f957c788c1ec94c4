import type { Result } from '@headgate/domain'

/** The images of Headgate. */
export const imageWhiches = ['engine', 'control-plane', 'trial'] as const
export type ImageWhich = (typeof imageWhiches)[number]

/** What an image is made from, before anything is made. */
export interface ImagePlan {
  which: ImageWhich
  /** Such as `headgate/engine`: without a registry, so that one can be put in front. */
  name: string
  tag: string
  /** `name:tag`, as a pod names it. */
  reference: string
  /** Digest of everything that the image depends on. */
  key: string
  /** The version for the label. */
  version: string
  dockerfile: string
  /** The local base that it is built on when none is named. */
  base: 'debian' | 'node'
  /** The build argument that makes the Dockerfile take what `prepare` put into the context. */
  given: string
  /** Puts everything that the Dockerfile copies into an empty directory. */
  prepare: (contextDirectory: string) => Promise<Result<void>>
}

/** An image that is there. */
export interface BuiltImage {
  which: ImageWhich
  name: string
  tag: string
  reference: string
  key: string
  /** A `docker-archive` tar with two names, `name:tag` and `name:key`; for `ctr images import`, `docker load`, `skopeo copy` or `crane push`. */
  archive: string
  bytes: number
  /** It was there already. */
  isCached: boolean
}
