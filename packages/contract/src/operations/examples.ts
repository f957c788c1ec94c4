/** What the OpenAPI document shows; a test holds them against the schemas. */
const base = 'http://localhost:8080'
const organizationId = '3f1c1f2e-9d0a-4f7e-8f57-0c3f3a1f6a11'
const environmentId = 'env-a1b2c3'
const times = { created_at: '2026-11-02T09:00:00Z', updated_at: '2026-11-02T09:00:00Z' }
const crn = `crn://confluent.cloud/organization=${organizationId}`
const sqlPath = `${base}/sql/v1/organizations/${organizationId}/environments/${environmentId}`

export const listMeta = (path: string) => ({ first: `${base}${path}`, self: `${base}${path}` })

export const organization = {
  api_version: 'org/v2', kind: 'Organization', id: organizationId, display_name: 'Example', jit_enabled: false,
  metadata: { self: `${base}/org/v2/organizations/${organizationId}`, resource_name: crn, ...times },
}

export const environment = {
  api_version: 'org/v2', kind: 'Environment', id: environmentId, display_name: 'orders', stream_governance_config: { package: 'ESSENTIALS' },
  metadata: { self: `${base}/org/v2/environments/${environmentId}`, resource_name: `${crn}/environment=${environmentId}`, ...times },
}

const environmentReference = { id: environmentId, related: environment.metadata.self, resource_name: environment.metadata.resource_name }

export const computePool = {
  api_version: 'fcpm/v2', kind: 'ComputePool', id: 'lfcp-a1b2c3',
  metadata: {
    self: `${base}/fcpm/v2/compute-pools/lfcp-a1b2c3?environment=${environmentId}`,
    resource_name: `${crn}/environment=${environmentId}/flink-region=aws.local-1/compute-pool=lfcp-a1b2c3`,
    ...times,
  },
  spec: {
    display_name: 'orders', cloud: 'AWS', region: 'local-1', max_cfu: 10, enable_ai: false, default_pool: true, http_endpoint: base,
    environment: environmentReference,
  },
  status: { phase: 'PROVISIONED', current_cfu: 0 },
}

export const computePoolCreate = {
  spec: { display_name: 'orders', cloud: 'AWS', region: 'local-1', max_cfu: 10, environment: { id: environmentId } },
}

export const computePoolConfig = {
  api_version: 'fcpm/v2', kind: 'OrgComputePoolConfig', organization_id: organizationId,
  spec: { default_pool_enabled: true, default_pool_max_cfu: 10 },
}

export const region = {
  api_version: 'fcpm/v2', kind: 'Region', id: 'aws.local-1', metadata: { self: `${base}/fcpm/v2/regions` }, display_name: 'Local', cloud: 'AWS',
  region_name: 'local-1', http_endpoint: base,
}

export const serviceAccount = {
  api_version: 'iam/v2', kind: 'ServiceAccount', id: 'sa-a1b2c3', display_name: 'etl', description: 'Nightly loads',
  metadata: { self: `${base}/iam/v2/service-accounts/sa-a1b2c3`, resource_name: `${crn}/service-account=sa-a1b2c3`, ...times },
}

export const apiKey = {
  api_version: 'iam/v2', kind: 'ApiKey', id: 'ABCDEFGH12345678',
  metadata: { self: `${base}/iam/v2/api-keys/ABCDEFGH12345678`, resource_name: `${crn}/api-key=ABCDEFGH12345678`, ...times },
  spec: {
    display_name: 'etl', description: '',
    owner: { id: 'sa-a1b2c3', api_version: 'iam/v2', kind: 'ServiceAccount', related: serviceAccount.metadata.self, resource_name: serviceAccount.metadata.resource_name },
    resource: {
      id: 'aws.local-1', api_version: 'fcpm/v2', kind: 'Region', environment: environmentId, related: `${base}/fcpm/v2/regions`,
      resource_name: `${crn}/environment=${environmentId}/flink-region=aws.local-1`,
    },
  },
}

export const apiKeyCreate = {
  spec: { display_name: 'etl', owner: { id: 'sa-a1b2c3' }, resource: { id: 'aws.local-1', environment: environmentId } },
}

export const statementCreate = {
  name: 'orders-per-customer',
  spec: {
    statement: 'SELECT customer, COUNT(*) AS orders FROM orders GROUP BY customer',
    properties: { 'sql.current-catalog': environmentId, 'sql.current-database': 'default' },
  },
}

export const statement = {
  api_version: 'sql/v1', kind: 'Statement', name: statementCreate.name, organization_id: organizationId, environment_id: environmentId,
  metadata: {
    self: `${sqlPath}/statements/orders-per-customer`, uid: '0b7b2a5c-2f5c-4a54-9d0a-6c4b1d3f0c11', resource_version: '1', labels: {}, ...times,
  },
  spec: { ...statementCreate.spec, compute_pool_id: 'lfcp-a1b2c3', principal: 'sa-a1b2c3', stopped: false, execution_mode: 'STREAMING' },
  status: {
    phase: 'RUNNING', detail: '', warnings: [], network_kind: 'PUBLIC', latest_offsets: {}, latest_offsets_timestamp: '0001-01-01T00:00:00Z',
    traits: {
      sql_kind: 'SELECT', is_bounded: false, is_append_only: false, upsert_columns: [0],
      schema: { columns: [{ name: 'customer', type: { type: 'INTEGER', nullable: true } }, { name: 'orders', type: { type: 'BIGINT', nullable: false } }] },
    },
  },
}

export const statementResult = {
  api_version: 'sql/v1', kind: 'StatementResult',
  metadata: { self: `${statement.metadata.self}/results`, next: `${statement.metadata.self}/results?page_token=1`, created_at: times.created_at },
  results: { data: [{ op: 0, row: ['7', '1'] }, { op: 1, row: ['7', '1'] }, { op: 2, row: ['7', '2'] }] },
}

export const statementExceptions = {
  api_version: 'sql/v1', kind: 'StatementExceptionList', metadata: { self: `${statement.metadata.self}/exceptions` },
  data: [{ kind: 'StatementException', name: 'java.lang.ArithmeticException', message: 'Division by zero', timestamp: times.created_at }],
}

export const jsonPatch = [{ op: 'replace', path: '/spec/stopped', value: true }]

export const connectionCreate = {
  name: 'orders-kafka',
  spec: {
    connection_type: 'KAFKA', endpoint: 'kafka.example.com:9092',
    auth_data: { kind: 'PlaintextProvider', data: '{"USERNAME":"app","PASSWORD":"…"}' },
  },
}

export const connection = {
  api_version: 'sql/v1', kind: 'Connection', name: 'orders-kafka', organization_id: organizationId, environment_id: environmentId,
  metadata: { self: `${sqlPath}/connections/orders-kafka`, uid: 'orders-kafka', resource_version: '1', ...times },
  spec: {
    connection_type: 'KAFKA', endpoint: 'kafka.example.com:9092',
    auth_data: { kind: 'PlaintextProvider', data: '{"USERNAME":"<REDACTED>","PASSWORD":"<REDACTED>"}' },
  },
  status: { phase: 'ACTIVE', detail: '' },
}

export const workerLog = { worker_id: 'taskmanager-1', role: 'taskmanager', text: '2026-11-02 09:00:00 INFO Started' }
export const statementEvent = { at: times.created_at, type: 'Normal', reason: 'JobSubmitted', message: 'Generation 1 was submitted.' }
export const environmentDefaults = {
  api_version: 'headgate/v1', kind: 'EnvironmentDefaults', organization_id: organizationId, environment_id: environmentId, kafka_connection: 'orders-kafka',
}

/** A list of one. */
export const listOne = (kind: string, version: string, path: string, item: unknown) => ({
  api_version: version, kind: `${kind}List`, metadata: listMeta(path), data: [item],
})

export const error = {
  errors: [
    { id: '5c1f0a9e', status: '404', code: 'not_found', title: 'Not found', detail: "The statement 'a' does not exist." },
  ],
}
