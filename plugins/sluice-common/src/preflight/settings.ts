import { IamStatement } from '../resources';
import {
  accountNamed,
  accountPairs,
  Check,
  consumerNamed,
  declarationsAfter,
  finding,
  observationOf,
  producerNamed,
  resourcesOfType,
  SetUp,
} from './setUp';

const MOST_ENTRIES = 30;
const SESSION_TAG_CONDITION = 'aws:RequestTag/LakeFormationAuthorizedCaller';

/** V17, of the lists in the settings */
export const settingsListsAreShort: Check = setUp => [
  ...tooLong(
    'data lake administrators',
    'Remove one that is not needed any more',
    resourcesOfType(setUp, 'dataLakeAdministrator').map(
      ({ account, properties }) => [account, properties.principalArn],
    ),
    account => observationOf(setUp, account)?.settings?.admins ?? [],
  ),
  ...tooLong(
    'accounts whose engines may filter data',
    'Remove one that reads nothing any more',
    resourcesOfType(setUp, 'externalDataFiltering').map(
      ({ account, properties }) => [account, properties.accountId],
    ),
    account =>
      observationOf(setUp, account)?.settings?.externalDataFilteringAllowList ??
      [],
  ),
];

function tooLong(
  what: string,
  advice: string,
  wanted: [account: string, entry: string][],
  heldIn: (account: string) => string[],
) {
  const accounts = [...new Set(wanted.map(([account]) => account))];
  return accounts.flatMap(account => {
    const entries = new Set([
      ...heldIn(account),
      ...wanted
        .filter(([where]) => where === account)
        .map(([, entry]) => entry),
    ]);
    return entries.size > MOST_ENTRIES
      ? [
          finding(
            'V17',
            'error',
            `${account} would have ${entries.size} ${what}; Lake Formation takes ${MOST_ENTRIES}. ${advice}.`,
          ),
        ]
      : [];
  });
}

/** V17, of the producer's consent */
export const producersAllowConsumers: Check = setUp => {
  const { declaration } = setUp;
  if (
    declaration.kind === 'producerAccount' ||
    declaration.kind === 'consumerAccount'
  ) {
    return [];
  }
  return accountPairs(setUp).flatMap(([producer, consumer]) => {
    const consumerId = accountNamed(setUp, consumer)?.accountId;
    if (consumerId === undefined) return [];
    const isAllowed =
      producerNamed(setUp, producer)?.consumerAccountIds.includes(consumerId) ||
      observationOf(
        setUp,
        producer,
      )?.settings?.externalDataFilteringAllowList.includes(consumerId) ||
      resourcesOfType(setUp, 'externalDataFiltering').some(
        ({ account, properties }) =>
          account === producer && properties.accountId === consumerId,
      );
    return isAllowed
      ? []
      : [
          finding(
            'V17',
            'error',
            `${producer} does not let the engines of ${consumer} filter data, so no job there reads its tables. Add ${consumerId} to consumerAccountIds of ${producer}.`,
          ),
        ];
  });
};

/** V17, of the session tag value in both accounts */
export const accountsShareSessionTag: Check = setUp =>
  accountPairs(setUp).flatMap(([producer, consumer]) => {
    const given = producerNamed(setUp, producer)?.sessionTagValue;
    const used = consumerNamed(setUp, consumer)?.sessionTagValue;
    return given === undefined || used === undefined || given === used
      ? []
      : [
          finding(
            'V17',
            'error',
            `${consumer} proves its engine with the session tag value "${used}", but ${producer} expects "${given}". Declare the same sessionTagValue in both.`,
          ),
        ];
  });

/** V17, of the session tag value in the documents of one account */
export const documentsShareSessionTag: Check = setUp => {
  const accounts = [...new Set(setUp.resources.map(({ account }) => account))];
  return accounts.flatMap(account => {
    const values = tagValues(setUp, account);
    return values.length > 1
      ? [
          finding(
            'V17',
            'error',
            `${account} would have different session tag values: ${values
              .map(value => `"${value}"`)
              .join(
                ', ',
              )}, in the settings of Lake Formation, the security configuration or IAM conditions. Declare one sessionTagValue.`,
          ),
        ]
      : [];
  });
};

function tagValues(setUp: SetUp, account: string): string[] {
  const here = <R extends { account: string }>(resources: R[]) =>
    resources.filter(resource => resource.account === account);
  const statements = [
    ...here(resourcesOfType(setUp, 'iamPolicy')).flatMap(
      ({ properties }) => properties.statements,
    ),
    ...here(resourcesOfType(setUp, 'iamPolicyMember')).map(
      ({ properties }) => properties.statement,
    ),
    ...here(resourcesOfType(setUp, 'iamRole')).flatMap(
      ({ properties }) => properties.trust,
    ),
  ];
  const declared = declarationsAfter(setUp).flatMap(declaration =>
    declaration.kind === 'consumerAccount' && declaration.account === account
      ? [declaration.sessionTagValue]
      : [],
  );
  return [
    ...new Set([
      ...declared,
      ...here(resourcesOfType(setUp, 'authorizedSessionTag')).map(
        ({ properties }) => properties.value,
      ),
      ...here(resourcesOfType(setUp, 'emrSecurityConfiguration')).map(
        ({ properties }) => properties.sessionTagValue,
      ),
      ...statements.flatMap(conditionValues),
    ]),
  ];
}

function conditionValues({ Condition = {} }: Pick<IamStatement, 'Condition'>) {
  return Object.values(Condition).flatMap(
    condition => condition[SESSION_TAG_CONDITION] ?? [],
  );
}
