import { AccountObservation, ObservedPrincipalPolicies } from '../accessModel';
import type { BypassFinding } from '../explorer/types';
import { iamAllows, IamVerdict } from '../iamAccess';
import { Files, filesOf, FilesInS3 } from './FilesInS3';
import { finding, nameOf, once, severityOf } from './finding';
import { Naming, NamedInBuckets } from './NamedInBuckets';
import { asksForArn, onlyS3, prefixesOf } from './s3Statements';

const READ = 's3:GetObject';

/** Whoever wants to read does it by HTTPS, which many buckets insist on. */
const BY_HTTPS = { 'aws:SecureTransport': 'true' };

const ANYBODY = '*';

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
      .flatMap(({ principals = [], otherPrincipals = [], notPrincipal }) =>
        notPrincipal
          ? [ANYBODY]
          : [...principals, ...otherPrincipals.filter(isCanonical)],
      )
      .filter(
        principal =>
          !policies.has(principal) &&
          !isDeleted(principal) &&
          // Of an account that was read, its roles and users are asked.
          !(isAccount(principal) && known.has(accountOf(principal))),
      ),
    principal => principal,
  );
  const named = new NamedInBuckets(account);
  const kept = new Map<string, Verdicts>();
  const anybody = new Map(
    ofStranger(ANYBODY, account, all).map(each => [each.files, each.verdict]),
  );
  const own = [...policies.values()].flatMap(each => {
    const verdicts = verdictsOf(each, account, files, named.of(each.arn), kept);
    return findingOf(account, each.arn, verdicts, anybody);
  });
  return [
    ...own,
    ...strangers.flatMap(principal =>
      findingOf(
        account,
        principal,
        ofStranger(principal, account, all),
        principal === ANYBODY ? new Map() : anybody,
      ),
    ),
  ];
}

type Verdicts = { files: Files; verdict: IamVerdict }[];

function findingOf(
  { accountId, region }: AccountObservation,
  principal: string,
  all: Verdicts,
  anybody: Map<Files, IamVerdict>,
): BypassFinding[] {
  const found = all.filter(
    ({ files, verdict }) =>
      verdict !== 'no' &&
      files.registeredRole !== principal &&
      // What anybody may is told once.
      !['yes', verdict].includes(anybody.get(files) ?? 'no'),
  );
  if (found.length === 0) return [];
  const isSure = found.some(({ verdict }) => verdict === 'yes');
  const isAnybody = principal === ANYBODY;
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

/** Principals of whom all policies say the same are decided on once. */
function verdictsOf(
  policies: ObservedPrincipalPolicies,
  account: AccountObservation,
  files: FilesInS3,
  naming: Naming,
  kept: Map<string, Verdicts>,
): Verdicts {
  const relevant = onlyS3(policies);
  const statements = relevant.policies.flatMap(each => each.statements);
  const sameAccount = accountOf(policies.arn) === account.accountId;
  const prefixes = [
    ...statements.flatMap(prefixesOf),
    // From another account, its own policies have to allow it, too.
    ...(sameAccount ? naming.prefixes : []),
  ];
  if (prefixes.length === 0) return [];
  const key = JSON.stringify([
    statements,
    relevant.boundary,
    naming.alike,
    sameAccount,
    ...(asksForArn(relevant) ? [policies.arn] : []),
  ]);
  const known = kept.get(key);
  if (known) return known;
  const verdicts = files
    .inReachOf(prefixes)
    .map(each => ({
      files: each,
      verdict: iamAllows({
        action: READ,
        resource: each.arn,
        policies: relevant,
        principal: policies.arn,
        resourcePolicy: each.bucketPolicy,
        sameAccount,
        context: { ...BY_HTTPS, 'aws:PrincipalArn': policies.arn },
      }),
    }))
    .filter(({ verdict }) => verdict !== 'no');
  kept.set(key, verdicts);
  return verdicts;
}

/**
 * Of whom nothing but the bucket's policy is known. It is enough for anybody, and
 * for a session or a role of a service in the bucket's own account.
 */
function ofStranger(
  principal: string,
  { accountId }: AccountObservation,
  files: Files[],
): Verdicts {
  const needsNoMore =
    principal === ANYBODY || accountOf(principal) === accountId;
  return files
    .filter(({ bucketPolicy }) => bucketPolicy.length > 0)
    .map(each => ({
      files: each,
      verdict: iamAllows({
        action: READ,
        resource: each.arn,
        principal,
        resourcePolicy: each.bucketPolicy,
        sameAccount: needsNoMore,
        context: BY_HTTPS,
        ...(needsNoMore && {
          policies: { arn: principal, kind: 'role', trust: [], policies: [] },
        }),
      }),
    }));
}

function accountOf(principal: string): string {
  return principal.split(':')[4] ?? principal;
}

/** What IAM shows in place of a role or user that is gone, and that lets nobody in. */
function isDeleted(principal: string): boolean {
  return /^A(ROA|IDA)[A-Z0-9]+$/.test(principal);
}

/** Another spelling of an account, only in policies of buckets. */
function isCanonical(principal: string): boolean {
  return /^[0-9a-f]{64}$/.test(principal);
}

function isAccount(principal: string): boolean {
  return /^\d{12}$|:root$/.test(principal);
}
