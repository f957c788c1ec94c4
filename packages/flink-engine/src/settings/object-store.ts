/** An S3 store as Flink's processes reach it. */
export interface FlinkObjectStore {
  /** Default: Amazon's for the region. */
  endpoint?: string
  region: string
  pathStyle: boolean
  /** Default: what the AWS SDK finds in a worker's environment and machine. */
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  /** PEM of authorities that are trusted besides those of Java. */
  certificateAuthorities?: string
  /** Variables that lead the AWS SDK to credentials; none is one itself. */
  environment?: Record<string, string>
}

/** The AWS SDK's file of credentials. Pure. Values are keys of S3: no line ends are in them. */
export function renderCredentials({ accessKeyId, secretAccessKey, sessionToken }: NonNullable<FlinkObjectStore['credentials']>): string {
  const values = { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey, ...(sessionToken === undefined ? {} : { aws_session_token: sessionToken }) }
  return `[default]\n${Object.entries(values).map(([name, value]) => `${name} = ${value}\n`).join('')}`
}

/** What every JDK's own trust store has; it guards nothing, what is inside is public. */
export const trustStorePassword = 'changeit'
