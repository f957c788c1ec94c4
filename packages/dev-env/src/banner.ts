import type { Connection } from './connection.ts'

export interface BannerInput {
  connection: Connection
  connectionFile: string
  dataDirectory: string
  /** Where state and table files are, when not in the data directory. */
  store?: string
  logsDirectory: string
  /** Shown as `12 s`. */
  startedInMs: number
  /** HEADGATE_ADDRESSES as it is in force. */
  addresses: string
  /** The second database, for JDBC tables. */
  playground: { jdbcUrl: string; user: string; passwordFile: string }
}

/** What `dev` prints when everything is up. The lines to copy carry the secret of this local instance: they must work as they are. */
export function renderBanner(input: BannerInput): string {
  const { connection: c } = input
  const statements = `${c.endpoint}/sql/v1/organizations/${c.organizationId}/environments/${c.environmentId}/statements`
  const lines = [
    '',
    `Headgate is ready (${(input.startedInMs / 1000).toFixed(1)} s): ${c.endpoint}`,
    '',
    `  organization   ${c.organizationId}`,
    `  environment    ${c.environmentId}    database ${c.database}    pool ${c.computePoolId}    ${c.cloud} ${c.region}`,
    `  API key        ${c.apiKey}    its secret and all of this is in ${input.connectionFile}`,
    `  API document   ${c.endpoint}/docs`,
    `  data           ${input.dataDirectory}`,
    ...(input.store === undefined ? [] : [`  store          ${input.store}`]),
    `  logs           ${input.logsDirectory}`,
    `  a database for JDBC tables   ${input.playground.jdbcUrl}  user ${input.playground.user}  (password in ${input.playground.passwordFile})`,
    ...(input.addresses === 'anywhere' ? ['  tables may lead to any address, this machine included; HEADGATE_ADDRESSES=network or internet forbids that'] : []),
    '',
    'Shell (in another terminal, in this directory)',
    '  npx pnpm@12 --silent headgate sql',
    '',
    'curl',
    `  curl -u '${c.apiKey}:${c.apiSecret}' ${statements}`,
    '',
    'Python: pip install confluent-sql',
    '  import confluent_sql',
    '  connection = confluent_sql.connect(',
    `      endpoint="${c.endpoint}", controlplane_endpoint="${c.endpoint}",`,
    `      global_api_key="${c.apiKey}", global_api_secret="${c.apiSecret}",`,
    `      organization_id="${c.organizationId}", environment_id="${c.environmentId}",`,
    `      compute_pool_id="${c.computePoolId}", database="${c.database}")`,
    '',
    'Terraform',
    '  provider "confluent" {',
    `    endpoint              = "${c.endpoint}"`,
    `    cloud_api_key         = "${c.apiKey}"`,
    `    cloud_api_secret      = "${c.apiSecret}"`,
    `    organization_id       = "${c.organizationId}"`,
    `    environment_id        = "${c.environmentId}"`,
    `    flink_compute_pool_id = "${c.computePoolId}"`,
    `    flink_principal_id    = "${c.principalId}"`,
    `    flink_rest_endpoint   = "${c.endpoint}"`,
    `    flink_api_key         = "${c.apiKey}"`,
    `    flink_api_secret      = "${c.apiSecret}"`,
    '  }',
    '',
    'Ctrl-C stops it gracefully: running INSERT statements take a savepoint and go on at the next start.',
    '',
  ]
  return lines.join('\n')
}
