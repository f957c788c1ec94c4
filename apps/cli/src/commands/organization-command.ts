import { resolve } from 'node:path'
import { Command } from 'commander'
import { CommandFailure } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { withExamples } from './context.ts'

interface CreateOptions {
  environment: string
  dataDir?: string
  databaseUrl?: string
  secretKeyFile?: string
  cloud: string
  region: string
  connection?: boolean
  endpoint: string
}

/** `headgate organization …`: talks to the database, for the API makes no organizations. */
export function organizationCommand(terminal: Terminal): Command {
  const group = new Command('organization').description('make organizations (the API only reads and renames them)')
  const create = new Command('create')
    .description('make an organization with an environment, its default pool, a service account and a Cloud API key; the secret is shown once')
    .argument('<name>')
    .option('--environment <name>', 'name of its first environment', 'default')
    .option('--data-dir <dir>', 'the data directory of a running `headgate dev` (default: .headgate, unless a database is named)')
    .option('--database-url <url>', 'instead: a database, as headgate_api (default: HEADGATE_DATABASE_URL)')
    .option('--secret-key-file <file>', 'with --database-url: the file with the master key (default: HEADGATE_SECRET_KEY_FILE)')
    .option('--cloud <cloud>', 'cloud of the pool', terminal.env['HEADGATE_CLOUD'] || 'AWS')
    .option('--region <region>', 'region of the pool', terminal.env['HEADGATE_REGION'] || 'local-1')
    .option('--connection', 'print a connection file for --connection of the other commands')
    .option('--endpoint <url>', 'with --connection: where its user reaches the API', terminal.env['HEADGATE_PUBLIC_URL'] || 'http://127.0.0.1:8080')
    .action(async (displayName: string, options: CreateOptions) => {
      const place = placeOf(options, terminal.env)
      const { createOrganizationIn, renderConnection } = await import('@headgate/dev-env')
      const made = await createOrganizationIn(place, { displayName, environmentName: options.environment, cloud: options.cloud, region: options.region })
      if (!made.ok) throw new CommandFailure(made.message)
      const { organizationId, environmentId, computePoolId, principalId, apiKey, apiSecret } = made.value
      if (options.connection === true) return terminal.out(renderConnection({ ...made.value, endpoint: options.endpoint, database: 'default', cloud: options.cloud, region: options.region }).trimEnd())
      terminal.out(JSON.stringify({ organization_id: organizationId, environment_id: environmentId, compute_pool_id: computePoolId, principal_id: principalId, api_key: apiKey, api_secret: apiSecret }, undefined, 2))
    })
  group.addCommand(withExamples(create, 'headgate organization create acme --environment production'))
  return group
}

/** A database that is named, else a data directory that is, else the database of the process whose environment this is (a pod of the API), else the usual directory. */
function placeOf({ dataDir, databaseUrl, secretKeyFile }: CreateOptions, env: Record<string, string | undefined>): { databaseUrl: string; secretKeyFile: string } | { dataDirectory: string } {
  if (dataDir !== undefined && databaseUrl === undefined) return { dataDirectory: resolve(dataDir) }
  const url = databaseUrl ?? env['HEADGATE_DATABASE_URL']
  const file = secretKeyFile ?? env['HEADGATE_SECRET_KEY_FILE']
  if (!url && !file) return { dataDirectory: resolve('.headgate') }
  if (!url || !file) throw new CommandFailure('--database-url and --secret-key-file go together (or HEADGATE_DATABASE_URL and HEADGATE_SECRET_KEY_FILE).', 2)
  return { databaseUrl: url, secretKeyFile: resolve(file) }
}
