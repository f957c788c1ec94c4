import type { GatePolicy } from './gate-policy.ts'
import { jdbcUrlCheck } from './jdbc-url-check.ts'
import { addressesCheck, brokerAddresses, urlAddresses } from './value-checks.ts'

/** Bootstrap servers of an endpoint: some clients store them with a scheme, which the Kafka client does not take. */
export const bootstrapServersOf = (endpoint: string): string => endpoint.replaceAll(/[A-Za-z_]+:\/\//g, '')

/** What is wrong with the endpoint of a connection, in words that follow "because". Types that no table can use are not looked at. */
export function endpointProblem(connectionType: string, endpoint: string, policy: GatePolicy): string | undefined {
  switch (connectionType) {
    case 'KAFKA': return addressesCheck(brokerAddresses, 'a list of host:port, separated by commas')(bootstrapServersOf(endpoint), policy)
    case 'JDBC': return jdbcUrlCheck(endpoint, policy)
    case 'SCHEMA_REGISTRY': return addressesCheck(urlAddresses, 'http://host[:port]/path or https://…')(endpoint, policy)
    default: return undefined
  }
}
