import { ProducerAccountDeclaration } from '../declarations';
import {
  dataAccessPolicy,
  dataAccessTrust,
  partitionOf,
  ramSharingStatement,
  s3Arn,
} from '../iamDocuments';
import { DesiredResource, desired } from '../resources';
import { BlueprintFacts } from './facts';
import { accountNamed, Producer, roleArnIn } from './parties';

/** Seed reference 1.1 to 1.4, without the products: those are declared by themselves. */
export function producerAccountBlueprint(
  declaration: ProducerAccountDeclaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  const producer = {
    account: accountNamed(facts, declaration.account),
    declaration,
  };
  return [
    ...settings(producer),
    dataBucket(producer),
    athenaResultBucket(producer),
    dataAccessPolicyOf(producer),
    dataAccessRole(producer),
    registeredLocation(producer),
  ];
}

function dataBucket({ account, declaration }: Producer) {
  return desired('s3Bucket', {
    account: account.name,
    properties: {
      name: declaration.dataBucket,
      region: account.region,
      hygiene: true,
    },
    why: 'The files of the tables lie in it.',
  });
}

/** Bucket of Athena, by which tables are made and filled. */
export function athenaResultBucket({ account, declaration }: Producer) {
  return desired('s3Bucket', {
    account: account.name,
    properties: {
      name: declaration.athenaResultBucket,
      region: account.region,
      hygiene: true,
    },
    why: 'Athena, which makes and fills the tables, puts its results in it.',
  });
}

function dataAccessPolicyOf({ account, declaration }: Producer) {
  return desired('iamPolicy', {
    account: account.name,
    properties: {
      name: `${declaration.dataAccessRole}-policy`,
      statements: dataAccessPolicy({
        partition: partitionOf(account.region),
        bucket: declaration.dataBucket,
        prefix: declaration.warehousePrefix,
      }),
      exclusive: true,
    },
    why: 'Lets Lake Formation reach the files of the tables and nothing else.',
  });
}

function dataAccessRole(producer: Producer) {
  const { account, declaration } = producer;
  const policy = dataAccessPolicyOf(producer);
  return desired('iamRole', {
    account: account.name,
    properties: {
      name: declaration.dataAccessRole,
      description: `Lake Formation reads s3://${declaration.dataBucket}/${declaration.warehousePrefix} as this role`,
      trust: dataAccessTrust(),
      attachedPolicies: [policy.properties.name],
    },
    dependsOn: [policy],
    why: 'Lake Formation gives out credentials of it to engines that it lets read.',
  });
}

/** Location below which the tables of the account lie. */
export function registeredLocation(producer: Producer) {
  const { account, declaration } = producer;
  return desired('registeredLocation', {
    account: account.name,
    properties: {
      resourceArn: s3Arn(
        partitionOf(account.region),
        declaration.dataBucket,
        declaration.warehousePrefix,
      ),
      roleArn: roleArnIn(account, declaration.dataAccessRole),
      hybridAccess: false,
    },
    dependsOn: [dataBucket(producer), dataAccessRole(producer)],
    why: 'Lake Formation governs, filters and gives credentials for registered locations only.',
  });
}

/** Version 3 is the first that shares with a role of another account. */
export function crossAccountVersion({ account, declaration }: Producer) {
  return desired('crossAccountVersion', {
    account: account.name,
    properties: { atLeast: declaration.crossAccountVersion },
    why: 'From version 3 on, tables can be shared with a single role of another account.',
  });
}

function settings(producer: Producer): DesiredResource[] {
  const { account, declaration } = producer;
  return [
    ...declaration.dataLakeAdministrators.map(principalArn =>
      desired('dataLakeAdministrator', {
        account: account.name,
        properties: { principalArn },
        why: 'Declared as an administrator, who may grant what nobody else holds.',
      }),
    ),
    crossAccountVersion(producer),
    desired('noDefaultIamAllowedPrincipals', {
      account: account.name,
      properties: { scope: 'account' },
      why: 'What IAM_ALLOWED_PRINCIPALS holds is left to IAM policies, and cannot be shared.',
    }),
    ...declaration.consumerAccountIds.map(accountId =>
      desired('externalDataFiltering', {
        account: account.name,
        properties: { accountId },
        why: `EMR on EKS in account ${accountId} filters the rows and columns of this account's tables.`,
      }),
    ),
    desired('authorizedSessionTag', {
      account: account.name,
      properties: { value: declaration.sessionTagValue },
      why: 'Lake Formation trusts engines that carry this session tag to filter data.',
    }),
    desired('catalogPolicyStatement', {
      account: account.name,
      properties: { statement: ramSharingStatement(account) },
      why: 'Where the catalog has a resource policy, AWS RAM needs leave to share its tables.',
    }),
  ];
}
