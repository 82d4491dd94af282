import { ObservedLocation } from '../accessModel';
import { DesiredResource, IamStatement } from '../resources';
import {
  accountNamed,
  accountPairs,
  Check,
  finding,
  observationOf,
  producerNamed,
  resourcesOfType,
  SetUp,
} from './setUp';

const LAKE_FORMATION = 'lakeformation.amazonaws.com';
const SERVICE_LINKED = '/aws-service-role/lakeformation.amazonaws.com/';

/** V11, of a registration that is there */
export const locationsKeepTheirRole: Check = setUp =>
  resourcesOfType(setUp, 'registeredLocation').flatMap(
    ({ account, properties: { resourceArn, roleArn } }) => {
      const found = observationOf(setUp, account)?.locations.find(
        each => each.resourceArn === resourceArn,
      );
      return found?.roleArn && found.roleArn !== roleArn
        ? [
            finding(
              'V11',
              'error',
              `${resourceArn} is registered already, with role ${found.roleArn} instead of ${roleArn}; all access goes through that role. Declare that role as dataAccessRole, or deregister the location first.`,
            ),
          ]
        : [];
    },
  );

/** V11, of the role */
export const dataAccessRolesWork: Check = setUp =>
  resourcesOfType(setUp, 'registeredLocation').flatMap(
    ({ account, properties: { resourceArn, roleArn } }) => {
      const role = resourcesOfType(setUp, 'iamRole').find(
        each =>
          each.account === account &&
          each.properties.name === roleArn.split('/').pop(),
      );
      if (!role) return [];
      return [
        ...(isTrusted(role.properties.trust)
          ? []
          : [
              finding(
                'V11',
                'error',
                `Role ${role.properties.name} is to be that of location ${resourceArn}, but ${LAKE_FORMATION} may not assume it. Add it to the trust.`,
              ),
            ]),
        ...(canRead(setUp, role, resourceArn)
          ? []
          : [
              finding(
                'V11',
                'error',
                `Role ${role.properties.name} is to be that of location ${resourceArn}, but no policy of it allows s3:GetObject there. Add it to its policy.`,
              ),
            ]),
      ];
    },
  );

/** V11, of the tables */
export const tablesAreInLocations: Check = setUp =>
  resourcesOfType(setUp, 'icebergTable').flatMap(
    ({ account, properties: { database, name, location } }) =>
      knownLocations(setUp, account).some(known => isWithin(location, known))
        ? []
        : [
            finding(
              'V11',
              'warning',
              `Table ${database}.${name} is to lie at ${location}, which is in no registered location of ${account} that Sluice knows of, so Lake Formation would not govern its files. Register the location first.`,
            ),
          ],
  );

/** V22 */
export const regionsAreTheSame: Check = setUp => [
  ...accountPairs(setUp).flatMap(([producer, consumer]) => {
    const here = accountNamed(setUp, producer)?.region;
    const there = accountNamed(setUp, consumer)?.region;
    return here && there && here !== there
      ? [
          finding(
            'V22',
            'error',
            `${producer} is in ${here} and ${consumer} in ${there}. Connect both in one Region.`,
          ),
        ]
      : [];
  }),
  ...resourcesOfType(setUp, 's3Bucket').flatMap(({ account, properties }) => {
    const region = accountNamed(setUp, account)?.region;
    return region && region !== properties.region
      ? [
          finding(
            'V22',
            'error',
            `Bucket ${properties.name} is to be in ${properties.region}, but ${account} is in ${region}. Put it there.`,
          ),
        ]
      : [];
  }),
];

/** V23 */
export const locationsHaveOwnRoles: Check = setUp => {
  const accounts = new Set([
    ...resourcesOfType(setUp, 'icebergTable').map(({ account }) => account),
    ...resourcesOfType(setUp, 'registeredLocation').map(
      ({ account }) => account,
    ),
    ...accountPairs(setUp).map(([producer]) => producer),
  ]);
  return [...accounts].flatMap(account =>
    [
      ...resourcesOfType(setUp, 'registeredLocation')
        .filter(each => each.account === account)
        .map(
          ({ properties }): Pick<ObservedLocation, 'resourceArn' | 'roleArn'> =>
            properties,
        ),
      ...(observationOf(setUp, account)?.locations ?? []),
    ]
      .filter(({ roleArn }) => roleArn?.includes(SERVICE_LINKED))
      .map(({ resourceArn }) =>
        finding(
          'V23',
          'warning',
          `${resourceArn} of ${account} is registered with the service-linked role of Lake Formation, which AWS advises against where EMR reads or the data are shared. Register it with a role of its own.`,
        ),
      ),
  );
};

function isTrusted(trust: IamStatement[]): boolean {
  return trust.some(({ Effect, Principal }) =>
    Effect === 'Allow' && Principal && Principal !== '*'
      ? [Principal.Service ?? []].flat().includes(LAKE_FORMATION)
      : false,
  );
}

function canRead(
  setUp: SetUp,
  { account, properties }: Extract<DesiredResource, { type: 'iamRole' }>,
  resourceArn: string,
): boolean {
  const policies = resourcesOfType(setUp, 'iamPolicy').filter(
    each =>
      each.account === account &&
      properties.attachedPolicies.includes(each.properties.name),
  );
  // A policy that was there before may allow it as well.
  if (policies.length < properties.attachedPolicies.length) return true;
  return policies
    .flatMap(each => each.properties.statements)
    .some(
      ({ Effect, Action, Resource = [] }) =>
        Effect === 'Allow' &&
        [Action].flat().some(each => matches(each, 's3:GetObject')) &&
        [Resource]
          .flat()
          .some(each => matches(each, `${resourceArn}/any/file`)),
    );
}

function knownLocations(setUp: SetUp, account: string): string[] {
  const producer = producerNamed(setUp, account);
  return [
    ...resourcesOfType(setUp, 'registeredLocation')
      .filter(each => each.account === account)
      .map(({ properties }) => properties.resourceArn),
    ...(observationOf(setUp, account)?.locations ?? []).map(
      ({ resourceArn }) => resourceArn,
    ),
    ...(producer
      ? [`arn:aws:s3:::${producer.dataBucket}/${producer.warehousePrefix}`]
      : []),
  ];
}

function isWithin(location: string, resourceArn: string): boolean {
  const outer = resourceArn.replace(/^arn:[^:]*:s3:::/, 's3://');
  return `${location}/`.startsWith(`${outer.replace(/\/+$/, '')}/`);
}

/** IAM's wildcards. */
function matches(pattern: string, value: string): boolean {
  const source = pattern
    .split('*')
    .map(part =>
      part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replace(/\\\?/g, '.'),
    )
    .join('.*');
  return new RegExp(`^${source}$`, 'i').test(value);
}
