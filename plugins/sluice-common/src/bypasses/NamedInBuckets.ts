import { AccountObservation, ObservedStatement } from '../accessModel';
import { names } from '../iamAccess/statements';
import { asksForArn, prefixesOf } from './s3Statements';

/** What the policies of an account's buckets say of a principal. */
export interface Naming {
  /** Equal for principals of whom they say the same. */
  alike: string;
  /** Literal beginnings of what they let it read, whatever its own policies say. */
  prefixes: string[];
}

/**
 * The statements of an account's buckets, grouped by whom they name: buckets are
 * many, and most of their policies name the same few.
 */
export class NamedInBuckets {
  private readonly groups = new Map<
    string,
    { sample: ObservedStatement; prefixes: string[] }
  >();
  private readonly asksForArn: boolean;

  constructor({ bucketPolicies }: AccountObservation) {
    for (const { statements } of bucketPolicies) {
      for (const statement of statements) this.add(statement);
    }
    this.asksForArn = asksForArn(bucketPolicies);
  }

  of(principal: string): Naming {
    const groups = [...this.groups.values()].map(({ sample, prefixes }) => ({
      naming: names(sample, principal),
      prefixes,
    }));
    return {
      alike: [
        ...groups.map(({ naming }) => naming),
        ...(this.asksForArn ? [principal] : []),
      ].join(),
      prefixes: groups
        .filter(({ naming }) => naming === 'itself')
        .flatMap(({ prefixes }) => prefixes),
    };
  }

  private add(statement: ObservedStatement): void {
    const { principals, otherPrincipals, notPrincipal } = statement;
    const key = JSON.stringify([principals, otherPrincipals, notPrincipal]);
    const group = this.groups.get(key) ?? { sample: statement, prefixes: [] };
    this.groups.set(key, group);
    group.prefixes.push(...prefixesOf(statement));
  }
}
