import {
  AccountObservation,
  ObservedPrincipalPolicies,
  ObservedStatement,
  TableRef,
} from '../accessModel';
import type { BypassFinding } from '../explorer/types';
import { iamAllows, IamVerdict } from '../iamAccess';
import { partitionOf } from '../iamDocuments';
import { finding, icebergTables, nameOf, once, severityOf } from './finding';
import { pathOfArn, placeOf } from './places';

const READ = 's3:GetObject';

/** The files of tables that IAM decides on alike. */
interface Files {
  path: string;
  arn: string;
  /** By which Lake Formation reads them. */
  registeredRole?: string;
  bucketPolicy: ObservedStatement[];
  tables: TableRef[];
}

/** Finds, among many tables, the few that a policy can be about. */
class FilesInS3 {
  /** Of buckets that have a policy, which may let in anybody. */
  readonly withPolicy: Files[];
  private readonly others: Files[];
  private readonly byPath: Map<string, Files>;

  constructor(all: Files[]) {
    this.withPolicy = all.filter(({ bucketPolicy }) => bucketPolicy.length > 0);
    this.others = all
      .filter(({ bucketPolicy }) => bucketPolicy.length === 0)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    this.byPath = new Map(this.others.map(each => [each.path, each]));
  }

  /** Those without a bucket's policy that begin so, or that have such a part. */
  inReachOf(prefixes: string[]): Files[] {
    return [
      ...new Set(
        prefixes.flatMap(prefix => [
          ...this.within(prefix),
          ...this.around(prefix),
        ]),
      ),
    ];
  }

  private within(prefix: string): Files[] {
    let [low, high] = [0, this.others.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.others[middle].path < prefix) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (this.others[end]?.path.startsWith(prefix)) end++;
    return this.others.slice(low, end);
  }

  private around(prefix: string): Files[] {
    return [...prefix.matchAll(/\//g)].flatMap(
      ({ index }) => this.byPath.get(prefix.slice(0, index + 1)) ?? [],
    );
  }
}

/** Principals whose own policies, or the bucket's, let them read tables' files. */
export function findDirectReaders(
  account: AccountObservation,
  policies: Map<string, ObservedPrincipalPolicies>,
): BypassFinding[] {
  const all = filesOf(account);
  const files = new FilesInS3(all);
  const known = new Set([...policies.keys()].map(accountOf));
  const strangers = once(
    account.bucketPolicies
      .flatMap(({ statements }) => statements)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ principals = [], notPrincipal }) =>
        notPrincipal ? ['*'] : principals,
      )
      .filter(
        principal =>
          !policies.has(principal) &&
          accountOf(principal) !== account.accountId &&
          // Of an account that was read, its roles and users are asked.
          !(isAccount(principal) && known.has(accountOf(principal))),
      ),
    principal => principal,
  );
  const kept = new Map<string, Verdicts>();
  const own = [...policies.values()].flatMap(each => {
    const verdicts = verdictsOf(each, account, files, kept);
    return findingOf(account, each.arn, verdicts);
  });
  return [
    ...own,
    ...strangers.flatMap(principal =>
      findingOf(account, principal, ofStranger(principal, all)),
    ),
  ];
}

type Verdicts = { files: Files; verdict: IamVerdict }[];

function findingOf(
  { accountId, region }: AccountObservation,
  principal: string,
  all: Verdicts,
): BypassFinding[] {
  const found = all.filter(
    ({ files, verdict }) =>
      verdict !== 'no' && files.registeredRole !== principal,
  );
  if (found.length === 0) return [];
  const isSure = found.some(({ verdict }) => verdict === 'yes');
  const isAnybody = principal === '*';
  const who = isAnybody ? 'Anybody' : `The ${nameOf(principal)}`;
  return [
    finding({
      kind: 'directS3Access',
      severity: severityOf(isSure ? 'yes' : 'maybe'),
      accountId,
      ...(!isAnybody && { principal }),
      about: region,
      tables: found.flatMap(({ files }) => files.tables),
      text: isSure
        ? `${who} may read the files of tables of account ${accountId} in S3, where no filter of Lake Formation applies.`
        : `${who} may be able to read files of tables of account ${accountId} in S3, where no filter of Lake Formation applies; it depends on a condition, on part of the files or on policies that are not known.`,
      repair: `Take ${READ} on the locations of these tables out of its policies, or deny it in the policy of the bucket to all but the role that is registered with Lake Formation.`,
    }),
  ];
}

/** Roles with the same statements on S3 are decided on once. */
function verdictsOf(
  policies: ObservedPrincipalPolicies,
  account: AccountObservation,
  files: FilesInS3,
  kept: Map<string, Verdicts>,
): Verdicts {
  const relevant = onlyS3(policies);
  const statements = relevant.policies.flatMap(each => each.statements);
  const prefixes = statements.flatMap(prefixesOf);
  const sameAccount = accountOf(policies.arn) === account.accountId;
  const decide = (some: Files[]) =>
    some.map(each => ({
      files: each,
      verdict: iamAllows({
        action: READ,
        resource: each.arn,
        policies: relevant,
        principal: policies.arn,
        resourcePolicy: each.bucketPolicy,
        sameAccount,
      }),
    }));
  const ofBuckets = decide(files.withPolicy);
  if (!sameAccount || prefixes.length === 0) return ofBuckets;
  const key = JSON.stringify([statements, relevant.boundary]);
  let others = kept.get(key);
  if (!others) {
    others = decide(files.inReachOf(prefixes)).filter(
      ({ verdict }) => verdict !== 'no',
    );
    kept.set(key, others);
  }
  return [...ofBuckets, ...others];
}

/** Of whom nothing but the bucket's policy is known. */
function ofStranger(principal: string, files: Files[]): Verdicts {
  return files
    .filter(({ bucketPolicy }) => bucketPolicy.length > 0)
    .map(each => ({
      files: each,
      // Nobody's own policies matter where anybody may.
      verdict: iamAllows({
        action: READ,
        resource: each.arn,
        principal,
        resourcePolicy: each.bucketPolicy,
        sameAccount: principal === '*',
        ...(principal === '*' && {
          policies: { arn: '*', kind: 'role', trust: [], policies: [] },
        }),
      }),
    }));
}

function onlyS3(
  policies: ObservedPrincipalPolicies,
): ObservedPrincipalPolicies {
  const statements = policies.policies
    .flatMap(each => each.statements)
    .filter(mayBeS3);
  const hasAllow = statements.some(({ effect }) => effect === 'Allow');
  return {
    ...policies,
    policies: [
      {
        name: 'S3',
        statements: statements.filter(
          ({ effect }) => hasAllow || effect === 'Deny',
        ),
      },
    ],
  };
}

function mayBeS3({ actions }: ObservedStatement): boolean {
  // NotAction may mean anything.
  return (
    actions === undefined ||
    actions.some(each => /^(s3:|[^:]*[*?])/i.test(each))
  );
}

/** The literal beginnings of what a statement allows; an empty one is everything. */
function prefixesOf({ effect, resources }: ObservedStatement): string[] {
  if (effect === 'Deny') return [];
  return (resources ?? ['*']).flatMap(arn => {
    const path = pathOfArn(arn);
    if (path !== undefined) return [path.split(/[*?]|\$\{/, 1)[0]];
    return /[*?]|\$\{/.test(arn) ? [''] : [];
  });
}

function filesOf(account: AccountObservation): Files[] {
  const { region, locations, bucketPolicies } = account;
  const byPath = new Map<string, Files>();
  const policyOf = new Map(
    bucketPolicies.map(({ bucket, statements }) => [bucket, statements]),
  );
  const registered = locations
    .map(({ resourceArn, roleArn }) => ({
      path: pathOfArn(resourceArn)?.replace(/\/?\*?$/, '/') ?? '',
      roleArn,
    }))
    .filter(({ path }) => path !== '')
    .sort((a, b) => b.path.length - a.path.length);
  for (const { ref, location } of icebergTables(account)) {
    const place = placeOf(location);
    if (!place) continue;
    const { path, bucket } = place;
    const known = byPath.get(path);
    if (known) {
      known.tables.push(ref);
      continue;
    }
    byPath.set(path, {
      path,
      arn: `arn:${partitionOf(region)}:s3:::${path}*`,
      registeredRole: registered.find(each => path.startsWith(each.path))
        ?.roleArn,
      bucketPolicy: policyOf.get(bucket) ?? [],
      tables: [ref],
    });
  }
  return [...byPath.values()];
}

function accountOf(principal: string): string {
  return principal.split(':')[4] ?? principal;
}

function isAccount(principal: string): boolean {
  return /^\d{12}$|:root$/.test(principal);
}
