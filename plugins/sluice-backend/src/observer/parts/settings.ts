import {
  DataLakePrincipal,
  GetDataLakeSettingsCommand,
  PrincipalPermissions,
} from '@aws-sdk/client-lakeformation';
import { PartReader } from '../AccountReader';

const IAM_ALLOWED_PRINCIPALS = 'IAM_ALLOWED_PRINCIPALS';

/** `lakeformation:GetDataLakeSettings` of the account. */
export const readSettings: PartReader = async ({ clients }) => {
  const { DataLakeSettings: settings = {} } = await clients.lakeFormation.send(
    new GetDataLakeSettingsCommand({}),
  );
  const crossAccountVersion = settings.Parameters?.CROSS_ACCOUNT_VERSION;
  return [
    {
      type: 'settings',
      key: 'settings',
      document: {
        admins: identifiers(settings.DataLakeAdmins),
        readOnlyAdmins: identifiers(settings.ReadOnlyAdmins),
        allowExternalDataFiltering:
          settings.AllowExternalDataFiltering === true,
        externalDataFilteringAllowList: identifiers(
          settings.ExternalDataFilteringAllowList,
        ),
        authorizedSessionTagValues: [
          ...(settings.AuthorizedSessionTagValueList ?? []),
        ].sort(),
        allowFullTableExternalDataAccess:
          settings.AllowFullTableExternalDataAccess === true,
        ...(crossAccountVersion && { crossAccountVersion }),
        defaultsToIamAllowedPrincipals: [
          ...(settings.CreateDatabaseDefaultPermissions ?? []),
          ...(settings.CreateTableDefaultPermissions ?? []),
        ].some(isIamAllowedPrincipals),
      },
    },
  ];
};

/** Sorted: their order means nothing, and a new order is no change. */
function identifiers(principals: DataLakePrincipal[] = []): string[] {
  return principals
    .flatMap(({ DataLakePrincipalIdentifier: id }) => (id ? [id] : []))
    .sort();
}

function isIamAllowedPrincipals({ Principal }: PrincipalPermissions): boolean {
  return Principal?.DataLakePrincipalIdentifier === IAM_ALLOWED_PRINCIPALS;
}
