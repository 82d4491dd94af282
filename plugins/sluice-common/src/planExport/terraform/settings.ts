import { DesiredResource, ResourceTypeName } from '../../resources';
import {
  expression,
  HclBody,
  HclExpression,
  nested,
  printBlock,
  printString,
} from './hcl';

const SETTINGS_TYPES: readonly ResourceTypeName[] = [
  'dataLakeAdministrator',
  'externalDataFiltering',
  'authorizedSessionTag',
  'noDefaultIamAllowedPrincipals',
  'crossAccountVersion',
];

/** What a person has to know of the resource. */
export const SETTINGS_WARNING = [
  'The settings of Lake Formation are one document, and this resource replaces its lists as a whole.',
  'What is in them when Terraform reads them is kept. What others add between its plan and its',
  'apply is lost, and destroying the resource clears the whole document.',
].join('\n');

/** Whether it is a part of the settings of Lake Formation. */
export function isSetting({ type }: Pick<DesiredResource, 'type'>): boolean {
  return SETTINGS_TYPES.includes(type);
}

/** Address of the settings of an account. */
export function settingsAddress(alias: string): string {
  return `aws_lakeformation_data_lake_settings.${alias}`;
}

/** The data source that the settings are merged with. */
export function printSettingsSource(
  alias: string,
  provider: HclExpression,
): string {
  return printBlock('data', ['aws_lakeformation_data_lake_settings', alias], {
    provider,
  });
}

/** The settings with all that the resources add to them. */
export function settingsBody(
  alias: string,
  resources: readonly DesiredResource[],
): HclBody {
  const source = `data.${settingsAddress(alias)}`;
  const administrators = resources.flatMap(resource =>
    resource.type === 'dataLakeAdministrator'
      ? [resource.properties.principalArn]
      : [],
  );
  const accounts = resources.flatMap(resource =>
    resource.type === 'externalDataFiltering'
      ? [resource.properties.accountId]
      : [],
  );
  const tags = resources.flatMap(resource =>
    resource.type === 'authorizedSessionTag' ? [resource.properties.value] : [],
  );
  const versions = resources.flatMap(resource =>
    resource.type === 'crossAccountVersion'
      ? [resource.properties.atLeast]
      : [],
  );
  const areClosed = resources.some(
    ({ type }) => type === 'noDefaultIamAllowedPrincipals',
  );
  return {
    admins: union(`${source}.admins`, administrators),
    read_only_admins: expression(`${source}.read_only_admins`),
    trusted_resource_owners: expression(`${source}.trusted_resource_owners`),
    allow_external_data_filtering:
      accounts.length > 0 ||
      expression(`${source}.allow_external_data_filtering`),
    allow_full_table_external_data_access: expression(
      `${source}.allow_full_table_external_data_access`,
    ),
    external_data_filtering_allow_list: union(
      `${source}.external_data_filtering_allow_list`,
      accounts,
    ),
    authorized_session_tag_value_list: union(
      `${source}.authorized_session_tag_value_list`,
      tags,
    ),
    parameters: parameters(`${source}.parameters`, versions),
    ...(areClosed
      ? {}
      : {
          ...asFound(source, 'create_database_default_permissions'),
          ...asFound(source, 'create_table_default_permissions'),
        }),
  };
}

function union(list: string, values: string[]): HclExpression {
  return expression(
    values.length > 0
      ? `distinct(concat(tolist(${list}), [${values
          .map(printString)
          .join(', ')}]))`
      : list,
  );
}

/** Raised, never lowered. */
function parameters(found: string, versions: number[]): HclExpression {
  return expression(
    versions.length > 0
      ? `merge(${found}, { "CROSS_ACCOUNT_VERSION" = tostring(max(${Math.max(
          ...versions,
        )}, tonumber(lookup(${found}, "CROSS_ACCOUNT_VERSION", "1")))) })`
      : found,
  );
}

function asFound(source: string, block: string): HclBody {
  return {
    [`dynamic "${block}"`]: nested({
      for_each: expression(`${source}.${block}`),
      content: nested({
        permissions: expression(`${block}.value.permissions`),
        principal: expression(`${block}.value.principal`),
      }),
    }),
  };
}
