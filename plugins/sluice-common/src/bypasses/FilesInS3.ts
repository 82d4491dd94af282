import {
  AccountObservation,
  ObservedStatement,
  TableRef,
} from '../accessModel';
import { partitionOf } from '../iamDocuments';
import { icebergTables } from './finding';
import { pathOfArn, placeOf } from './places';

/** The files of tables that IAM decides on alike. */
export interface Files {
  path: string;
  arn: string;
  /** By which Lake Formation reads them. */
  registeredRole?: string;
  bucketPolicy: ObservedStatement[];
  tables: TableRef[];
}

/** Finds, among many tables, the few that a policy can be about. */
export class FilesInS3 {
  private readonly sorted: Files[];
  private readonly byPath: Map<string, Files>;

  constructor(all: Files[]) {
    this.sorted = [...all].sort((a, b) => (a.path < b.path ? -1 : 1));
    this.byPath = new Map(all.map(each => [each.path, each]));
  }

  /** Those that begin so, or that have such a part. */
  inReachOf(prefixes: string[]): Files[] {
    return [
      ...new Set(
        [...new Set(prefixes)].flatMap(prefix => [
          ...this.within(prefix),
          ...this.around(prefix),
        ]),
      ),
    ];
  }

  private within(prefix: string): Files[] {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.sorted[middle].path < prefix) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (this.sorted[end]?.path.startsWith(prefix)) end++;
    return this.sorted.slice(low, end);
  }

  private around(prefix: string): Files[] {
    return [...prefix.matchAll(/\//g)].flatMap(
      ({ index }) => this.byPath.get(prefix.slice(0, index + 1)) ?? [],
    );
  }
}

/** The files of an account's tables, once for each place. */
export function filesOf(account: AccountObservation): Files[] {
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
