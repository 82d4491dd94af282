import { AccessRequest, SluiceApi } from '@sluice/plugin-sluice-common';
import { LifeBackend } from './LifeBackend';
import { LifePeople, Person, PERSONS, userOf } from './LifePeople';
import { TestClock } from './agreements';

/** What people do. Requests are counted from the newest. */
export type Decision =
  | { do: 'ask'; who: Person; terms: SluiceApi.AskedTerms }
  /** It is asked for, and approved by whoever may. */
  | { do: 'agree'; who: Person; terms: SluiceApi.AskedTerms }
  /** The same in the place of another, by whoever asked for that. */
  | { do: 'replace'; request: number; terms: SluiceApi.AskedTerms }
  | { do: 'edit'; who: Person; request: number; terms: SluiceApi.AskedTerms }
  | {
      do: 'approve';
      who: Person;
      request: number;
      narrower: boolean;
      /** They saw the request as it was before. */
      stale: boolean;
    }
  | {
      do: 'deny' | 'withdraw' | 'revoke' | 'resume' | 'reduce';
      who: Person;
      request: number;
    }
  | { do: 'delegate'; who: Person; to: Person; minutes: number };

const REASON = { reason: 'It is so' };
/** What a person may be told. */
const REFUSALS = ['ConflictError', 'InputError', 'NotAllowedError'];

/** @throws what is no answer that a person may get */
export function unlessRefusal(error: Error): undefined {
  if (!REFUSALS.includes(error.name)) throw error;
  return undefined;
}

/** People, who each talk to whichever backend answers. */
export class LifeDecisions {
  constructor(
    private readonly options: {
      people: LifePeople;
      clock: TestClock;
      requests: () => Promise<AccessRequest[]>;
      backend: () => LifeBackend;
    },
  ) {}

  /** Also when it is refused. */
  async make(decision: Decision): Promise<void> {
    switch (decision.do) {
      case 'ask':
        await this.ask(decision.who, decision.terms).catch(unlessRefusal);
        return;
      case 'agree':
        await this.agree(decision.who, decision.terms);
        return;
      case 'delegate':
        await this.delegate(decision).catch(unlessRefusal);
        return;
      default: {
        const all = await this.options.requests();
        const request = all[all.length - 1 - (decision.request % all.length)];
        if (!request) return;
        await this.decideOn(request, decision).catch(unlessRefusal);
      }
    }
  }

  private async decideOn(
    request: AccessRequest,
    decision: Exclude<Decision, { do: 'ask' | 'agree' | 'delegate' }>,
  ): Promise<unknown> {
    const { id, revision, requester } = request;
    if (decision.do === 'replace') {
      const who = PERSONS.find(each => userOf(each) === requester)!;
      return this.agree(who, decision.terms, id);
    }
    const { service } = this.options.backend();
    const caller = this.options.people.callerOf(decision.who);
    switch (decision.do) {
      case 'edit':
        return service.edit(caller, id, {
          revision,
          purpose: 'To look closer',
          terms: decision.terms,
          submit: true,
        });
      case 'approve':
        return service.approve(caller, id, {
          revision: decision.stale ? revision - 1 : revision,
          ...(decision.narrower && { terms: narrowed(request) }),
        });
      case 'reduce':
        return service.reduce(caller, id, {
          ...REASON,
          revision,
          terms: narrowed(request),
        });
      case 'resume':
        return service.resume(caller, id, revision);
      default:
        return service[decision.do](caller, id, { ...REASON, revision });
    }
  }

  private async ask(
    who: Person,
    terms: SluiceApi.AskedTerms,
    supersedes?: string,
  ): Promise<AccessRequest> {
    const { backend, people } = this.options;
    return backend().service.create(people.callerOf(who), {
      team: people.teamOf(who) ?? 'group:default/claims-care',
      purpose: 'To look for outliers',
      terms,
      ...(supersedes && { supersedes }),
      submit: true,
    });
  }

  private async agree(
    who: Person,
    terms: SluiceApi.AskedTerms,
    supersedes?: string,
  ): Promise<void> {
    const { backend, people } = this.options;
    let request = await this.ask(who, terms, supersedes).catch(unlessRefusal);
    for (const owner of ['otto', 'olga', 'carl'] as const) {
      if (request?.agreement.status !== 'pending') return;
      const { id, revision } = request;
      request =
        (await backend()
          .service.approve(people.callerOf(owner), id, { revision })
          .catch(unlessRefusal)) ?? request;
    }
  }

  private async delegate({
    who,
    to,
    minutes,
  }: Extract<Decision, { do: 'delegate' }>): Promise<void> {
    const { backend, clock, people } = this.options;
    const now = clock.now().getTime();
    await backend().delegations.create(userOf(who), {
      to: userOf(to),
      startsAt: new Date(now).toISOString(),
      endsAt: new Date(now + minutes * 60_000).toISOString(),
    });
    people.noteDelegation(who, to, minutes);
  }
}

/** Less of everything. */
function narrowed({ terms }: AccessRequest): SluiceApi.AskedTerms {
  return {
    durationMinutes: Math.max(1, terms.durationMinutes - 5),
    tables: terms.tables.map(({ table, columns, rowFilter }) => ({
      table,
      columns: columns
        .slice(0, Math.max(1, columns.length - 1))
        .map(({ name }) => name),
      ...(rowFilter && { rowFilter }),
    })),
  };
}
