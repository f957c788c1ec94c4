/** Where things lie in the engine's image. */
export const engineDirectory = '/opt/flink'

/** The only places of a pod that can be written to; they end with it. */
export const scratchDirectory = '/opt/flink-run'
export const temporaryDirectory = '/tmp'

export const configDirectory = '/etc/flink'
export const secretDirectory = '/etc/flink-secret'
export const credentialsFile = 's3-credentials'

/** User and group of Flink's processes in the image. */
export const flinkUserId = 9999
