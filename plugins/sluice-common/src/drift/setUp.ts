import { AccountObservation, TableRef, tableKey } from '../accessModel';
import {
  ResourceProperties,
  ResourceTypeName,
  titleOfResource,
} from '../resources';
import { optInStateOf } from '../effectiveAccess/optIns';
import { driftOf, nameOf } from './driftOf';
import { accountOf } from './missing';
import { Drift, DriftCause } from './types';
import { Wanted, World } from './World';

/** What of an account's set-up is not as declared: 18, 23 and the rest of it. */
export function findSetUpDrift(world: World): Drift[] {
  return [...settingsDrift(world), ...locationDrift(world)];
}

function settingsDrift(world: World): Drift[] {
  const check = <T extends ResourceTypeName>(
    type: T,
    cause: DriftCause,
    isThere: (
      settings: NonNullable<AccountObservation['settings']>,
      properties: ResourceProperties[T],
    ) => boolean,
    why: string,
  ) =>
    world.wantedOf(type).flatMap(({ subject, resource }) => {
      const settings = world.account(resource.account)?.settings;
      if (
        !settings ||
        isThere(settings, resource.properties as ResourceProperties[T])
      )
        return [];
      const title = titleOfResource(type, resource.properties as never);
      return [
        driftOf(world, {
          cause,
          direction: 'missing',
          accountId: world.idOf(resource.account),
          subject,
          identity: resource.id,
          declared: title,
          text: `${title} is not in the Lake Formation settings of ${resource.account}: ${why}.`,
          repair: { kind: 'reapply', subject },
        }),
      ];
    });
  return [
    ...check(
      'dataLakeAdministrator',
      'setUpDiffers',
      ({ admins }, { principalArn }) => admins.includes(principalArn),
      'it cannot grant what nobody else holds',
    ),
    ...check(
      'externalDataFiltering',
      'engineRightsLost',
      (settings, { accountId }) =>
        settings.allowExternalDataFiltering &&
        settings.externalDataFilteringAllowList.includes(accountId),
      'engines of that account can read none of its tables',
    ),
    ...check(
      'authorizedSessionTag',
      'engineRightsLost',
      (settings, { value }) =>
        settings.authorizedSessionTagValues.includes(value),
      'engines that carry it are not trusted, so no filtered job can read',
    ),
  ];
}

function locationDrift(world: World): Drift[] {
  const missing = world
    .wantedOf('registeredLocation')
    .flatMap(each => wantedLocation(world, each));
  const readersOf = teamReaders(world);
  const explained = missing.flatMap(({ prefix }) => prefix);
  return [
    ...missing.map(({ drift }) => drift),
    ...[...world.tables.values()].flatMap(ref => {
      const table = world.table(ref);
      if (!table) return [];
      const isExplained = explained.some(prefix =>
        table.location?.startsWith(prefix),
      );
      if (isExplained) return [];
      const base = { accountId: ref.catalogId, table: ref } as const;
      if (table.registration === 'unknown') {
        return [
          driftOf(world, {
            ...base,
            cause: 'notRead',
            direction: 'unknown',
            identity: 'registration',
            text: `Whether the location of ${nameOf(
              ref,
            )} is registered with Lake Formation is not known.`,
            repair: {
              kind: 'byHand',
              text: 'Observe the account again; its locations were not read.',
            },
          }),
        ];
      }
      if (table.registration === 'none') {
        return [
          driftOf(world, {
            ...base,
            cause: 'notGoverned',
            direction: 'different',
            text: `The location of ${nameOf(
              ref,
            )} is not registered with Lake Formation, which neither filters its data nor gives credentials for it.`,
            repair: {
              kind: 'byHand',
              text: 'Register the location with Lake Formation.',
            },
          }),
        ];
      }
      return table.registration === 'hybrid'
        ? hybridDrift(world, ref, readersOf.get(tableKey(ref)) ?? new Set())
        : [];
    }),
  ];
}

/** Roles of teams that are to read something of a table, by its key. */
function teamReaders(world: World): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const wanted of world.wantedOf('lakeFormationPermission')) {
    const { principal } = wanted.resource.properties;
    const key = world.keyOf(wanted);
    if (key === undefined || !world.teamOf(principal)) continue;
    found.set(key, (found.get(key) ?? new Set()).add(principal));
  }
  return found;
}

/** In hybrid mode, IAM alone decides for a team's role that is not opted in (A9). */
function hybridDrift(
  world: World,
  table: TableRef,
  readers: Set<string>,
): Drift[] {
  const owner = world.accountOfId(table.catalogId, table.region);
  if (!owner) return [];
  return [...readers].flatMap(principal => {
    const accountId = accountOf(principal);
    const reader = accountId && world.accountOfId(accountId, table.region);
    // That an account was not observed is told of the account.
    if (!reader) return [];
    const { index } = world.input;
    const state = optInStateOf(index, table, owner, reader, principal);
    if (state.kind === 'optedIn') return [];
    const isUnknown = state.kind === 'undetermined';
    // That opt-ins were not read is told of the account as well.
    if (
      isUnknown &&
      ![owner, reader].every(each => world.isRead(each, 'optIns'))
    )
      return [];
    const hybrid = `${nameOf(table)} is in hybrid access mode and`;
    return [
      driftOf(world, {
        cause: isUnknown ? 'notUnderstood' : 'notGoverned',
        direction: isUnknown ? 'unknown' : 'different',
        accountId: table.catalogId,
        table,
        principal,
        text: isUnknown
          ? `${hybrid} whether ${principal} is opted in is not known: ${state.text}`
          : `${hybrid} ${principal} is not opted in, so IAM decides what it reads.`,
        repair: {
          kind: 'byHand',
          text: 'Opt the role in again, or register the location without hybrid access.',
        },
      }),
    ];
  });
}

function wantedLocation(
  world: World,
  { subject, resource }: Wanted<'registeredLocation'>,
): { drift: Drift; prefix: string[] }[] {
  const account = world.account(resource.account);
  if (!account || !world.isRead(account, 'locations')) return [];
  const { resourceArn, roleArn, hybridAccess } = resource.properties;
  const place = resourceArn.replace(/^arn:[^:]+:s3:::/, 's3://');
  const found = account.locations.find(
    location => location.resourceArn.replace(/\/$/, '') === resourceArn,
  );
  const base = {
    accountId: account.accountId,
    subject,
    identity: resourceArn,
    repair: { kind: 'reapply', subject },
  } as const;
  if (!found) {
    return [
      {
        drift: driftOf(world, {
          ...base,
          cause: 'notGoverned',
          direction: 'different',
          declared: place,
          text: `${place} is not registered with Lake Formation in account ${account.accountName}, so nothing below it is filtered.`,
        }),
        prefix: [place],
      },
    ];
  }
  const isHybrid = found.mode === 'hybrid';
  const isOtherRole = found.roleArn !== undefined && found.roleArn !== roleArn;
  if (isHybrid === hybridAccess && !isOtherRole) return [];
  return [
    {
      drift: driftOf(world, {
        ...base,
        cause: isHybrid === hybridAccess ? 'setUpDiffers' : 'notGoverned',
        direction: 'different',
        declared: `${
          hybridAccess ? 'hybrid access' : 'Lake Formation alone'
        }, as ${roleArn}`,
        found: `${isHybrid ? 'hybrid access' : 'Lake Formation alone'}, as ${
          found.roleArn
        }`,
        text: `${place} is registered otherwise than declared in account ${account.accountName}.`,
      }),
      prefix: isHybrid ? [place] : [],
    },
  ];
}
