import { PreflightFinding } from '../changes';
import {
  AskedGrant,
  askedGrants,
  knownTable,
  titleOfTable,
} from './askedGrants';
import { accountNamed, Check, finding } from './setUp';

/** NAMES */
export const namesAreKnown: Check = setUp =>
  askedGrants(setUp).flatMap(grant => {
    const { consumerAccount, producerAccount, grantee } = grant;
    const strangers = [consumerAccount, producerAccount].filter(
      name => !accountNamed(setUp, name),
    );
    if (strangers.length > 0) {
      return strangers.map(name =>
        finding(
          'NAMES',
          'error',
          `No account is connected as ${name}, which the grant for ${grantee} names. Connect it, or correct the name.`,
        ),
      );
    }
    const table = knownTable(setUp, grant);
    if (table.kind === 'absent') {
      return [
        finding(
          'NAMES',
          'error',
          `There is no ${titleOfTable(
            grant,
          )}, which is to be given to ${grantee}. Publish the data product first, or correct the name.`,
        ),
      ];
    }
    if (table.kind !== 'table' || !grant.columns) return [];
    const names = table.columns.map(({ name }) => name);
    return grant.columns
      .filter(column => !names.includes(column))
      .map(column =>
        finding(
          'NAMES',
          'error',
          `There is no column ${column} in ${titleOfTable(
            grant,
          )}, which is to be given to ${grantee}. It has ${names.join(', ')}.`,
        ),
      );
  });

/** V14, of partition columns */
export const columnListsSparePartitions: Check = setUp =>
  askedGrants(setUp).flatMap(grant => {
    const table = knownTable(setUp, grant);
    if (table.kind !== 'table' || !grant.columns) return [];
    const partitions = table.columns.filter(
      ({ partitionTransform }) => partitionTransform !== undefined,
    );
    return table.format === 'iceberg'
      ? hiddenPartitions(grant, partitions)
      : listedPartitions(grant, partitions);
  });

/** Iceberg's partition columns are columns as any; AWS's sample lists one. */
function hiddenPartitions(
  grant: AskedGrant,
  partitions: { name: string }[],
): PreflightFinding[] {
  return partitions
    .filter(({ name }) => !grant.columns!.includes(name))
    .map(({ name }) =>
      finding(
        'V14',
        'warning',
        `The column list for ${
          grant.grantee
        } leaves out ${name}, by which ${titleOfTable(
          grant,
        )} is partitioned. AWS applies no column filtering to partition keys and does not say whether that means Iceberg's. Let a verification job prove that the column is hidden.`,
      ),
    );
}

function listedPartitions(
  grant: AskedGrant,
  partitions: { name: string }[],
): PreflightFinding[] {
  return partitions
    .filter(({ name }) => grant.columns!.includes(name))
    .map(({ name }) =>
      finding(
        'V14',
        'error',
        `The column list for ${
          grant.grantee
        } names ${name}, a partition key of ${titleOfTable(
          grant,
        )}, which Lake Formation refuses. Leave it out of the list.`,
      ),
    );
}
