import {
  DescribeSecurityConfigurationCommand,
  paginateListSecurityConfigurations,
  SecurityConfiguration,
} from '@aws-sdk/client-emr-containers';
import { EmrSecurityConfigurationProperties } from '@sluice/plugin-sluice-common';
import { differencesBetween } from './differences';
import { ResourceContext } from './ResourceContext';

/** A security configuration that is there. */
export interface FoundSecurityConfiguration {
  id: string;
  properties: EmrSecurityConfigurationProperties;
}

/**
 * Id of the newest security configuration with this name and these contents;
 * undefined if there is none.
 */
export async function findSecurityConfiguration(
  context: ResourceContext,
  wanted: EmrSecurityConfigurationProperties,
): Promise<string | undefined> {
  const found = await newestOf(context, wanted);
  return found && isSame(wanted, found) ? found.id : undefined;
}

/** The newest with this name and these contents, or else the newest with this name. */
export async function newestOf(
  context: ResourceContext,
  wanted: EmrSecurityConfigurationProperties,
): Promise<FoundSecurityConfiguration | undefined> {
  let newest: FoundSecurityConfiguration | undefined;
  for (const id of await idsByName(context, wanted.name)) {
    const found = await describeSecurityConfiguration(context, id);
    if (isSame(wanted, found)) return found;
    newest ??= found;
  }
  return newest;
}

/** Members that are not set, such as those of one without Lake Formation, are empty. */
export async function describeSecurityConfiguration(
  { clients }: ResourceContext,
  id: string,
): Promise<FoundSecurityConfiguration> {
  const { securityConfiguration } = await clients.emrContainers.send(
    new DescribeSecurityConfigurationCommand({ id }),
  );
  const { authorizedSessionTagValue, secureNamespaceInfo, queryEngineRoleArn } =
    securityConfiguration?.securityConfigurationData?.authorizationConfiguration
      ?.lakeFormationConfiguration ?? {};
  return {
    id,
    properties: {
      name: securityConfiguration?.name ?? '',
      sessionTagValue: authorizedSessionTagValue ?? '',
      cluster: secureNamespaceInfo?.clusterId ?? '',
      secureNamespace: secureNamespaceInfo?.namespace ?? '',
      queryEngineRoleArn: queryEngineRoleArn ?? '',
    },
  };
}

/** Newest first. */
async function idsByName(
  { clients }: ResourceContext,
  name: string,
): Promise<string[]> {
  const named: SecurityConfiguration[] = [];
  const pages = paginateListSecurityConfigurations(
    { client: clients.emrContainers },
    {},
  );
  for await (const { securityConfigurations = [] } of pages) {
    named.push(...securityConfigurations.filter(each => each.name === name));
  }
  return named.sort((a, b) => createdAt(b) - createdAt(a)).map(({ id }) => id!);
}

function createdAt(configuration: SecurityConfiguration): number {
  return configuration.createdAt?.getTime() ?? 0;
}

function isSame(
  wanted: EmrSecurityConfigurationProperties,
  { properties }: FoundSecurityConfiguration,
): boolean {
  return differencesBetween(wanted, properties).length === 0;
}
