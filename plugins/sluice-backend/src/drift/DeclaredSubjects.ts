import {
  BlueprintFacts,
  blueprintOf,
  Declaration,
  DeclaredSubject,
  mayHoldRights,
  subjectOf,
} from '@sluice/plugin-sluice-common';
import { Reconciler } from '../reconciler';
import { RequestStore } from '../requests';
import { canonicalJson, sha256 } from '../store';

type FactsOfAws = Pick<BlueprintFacts, 'oidcIssuers' | 'heldShares'>;

/** A declaration of which it is not known what it wants now. */
export interface UnknownSubject {
  subject: string;
  declaration: Declaration;
  problem: string;
}

/** What AWS said of a declaration's surroundings is used for so long. */
const FACTS_LIFETIME_MS = 60 * 60_000;

/** Declarations in force, drawn anew for each check. */
export class DeclaredSubjects {
  private readonly facts = new Map<
    string,
    { digest: string; value: FactsOfAws; expiresAt: number }
  >();

  constructor(
    private readonly options: {
      reconciler: Pick<Reconciler, 'declarations' | 'facts' | 'managed'>;
      requests: Pick<RequestStore, 'find'>;
      now?: () => number;
    },
  ) {}

  async read(): Promise<{
    declared: DeclaredSubject[];
    unknown: UnknownSubject[];
  }> {
    const declarations = await this.options.reconciler.declarations.list();
    const requestIds = await this.requestIds();
    const declared: DeclaredSubject[] = [];
    const unknown: UnknownSubject[] = [];
    for (const declaration of declarations) {
      const subject = subjectOf(declaration);
      const about = {
        subject,
        declaration,
        ...(requestIds.has(subject) && { requestId: requestIds.get(subject) }),
      };
      try {
        const resources = await this.draw(subject, declaration, declarations);
        declared.push({ ...about, resources });
      } catch (error) {
        unknown.push({
          subject,
          declaration,
          problem: (error as Error).message,
        });
        // What it got so far is no stranger's for that.
        const resources = await this.options.reconciler.managed.claimedBy(
          subject,
        );
        declared.push({ ...about, resources });
      }
    }
    this.forget(new Set(declared.map(({ subject }) => subject)));
    return { declared, unknown };
  }

  private async draw(
    subject: string,
    declaration: Declaration,
    declarations: Declaration[],
  ) {
    const { facts } = this.options.reconciler;
    return blueprintOf(declaration, {
      accounts: facts.accounts(),
      declarations,
      ...(await this.factsOfAws(subject, declaration, declarations)),
    });
  }

  private async factsOfAws(
    subject: string,
    declaration: Declaration,
    declarations: Declaration[],
  ): Promise<FactsOfAws> {
    const digest = sha256(canonicalJson(declaration));
    const known = this.facts.get(subject);
    if (known?.digest === digest && known.expiresAt > this.now()) {
      return known.value;
    }
    const value = await this.options.reconciler.facts.readFromAws(
      declaration,
      declarations,
    );
    const expiresAt = this.now() + FACTS_LIFETIME_MS;
    this.facts.set(subject, { digest, value, expiresAt });
    return value;
  }

  /** Ids of the requests behind grants, by the subject of the grant. */
  private async requestIds(): Promise<Map<string, string>> {
    const requests = await this.options.requests.find({
      agreement: ['approved'],
    });
    return new Map(
      requests
        .filter(mayHoldRights)
        .map(({ id, grantId }) => [`grant:${grantId}`, id]),
    );
  }

  private forget(inForce: Set<string>): void {
    for (const subject of this.facts.keys()) {
      if (!inForce.has(subject)) this.facts.delete(subject);
    }
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }
}
