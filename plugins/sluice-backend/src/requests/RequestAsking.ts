import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import {
  AccessRequest,
  AccessTerms,
  RequestEvent,
  RequestPolicy,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { randomUUID } from 'crypto';
import { AccessService } from '../access';
import { Caller } from './Caller';
import { grantDeclarationOf } from './grantDeclaration';
import { currentSteps } from './narrowing';
import { personOf, RequestActs } from './RequestActs';
import { RequestMoments } from './RequestMoments';
import { notOnboardedError, refusalOf } from './requestRights';
import { RequestStore } from './RequestStore';
import { resolveTerms } from './Terms';
import { requiredText } from './texts';
import { askingKey } from './twins';

/** Says what is impossible (`error`) or surprising about terms. */
export interface TermsChecker {
  check(about: {
    team: string;
    terms: AccessTerms;
    grantId?: string;
    supersedes?: string;
  }): Promise<{ findings: SluiceApi.PreflightFinding[] }>;
}

/** What a request is about while nobody has agreed to it. */
type Asking = Pick<
  AccessRequest,
  'id' | 'grantId' | 'supersedes' | 'team' | 'terms'
>;

/** Asking for access: what the team that asks does to a request. */
export class RequestAsking {
  constructor(
    private readonly options: {
      store: RequestStore;
      acts: RequestActs;
      moments: RequestMoments;
      access: Pick<AccessService, 'current'>;
      checks: TermsChecker;
      policy: RequestPolicy;
      clock: SluiceClock;
    },
  ) {}

  async create(
    caller: Caller,
    draft: SluiceApi.RequestDraft,
  ): Promise<AccessRequest> {
    const { team } = draft;
    if (!caller.ownershipRefs.includes(team)) {
      throw new NotAllowedError(
        `You may ask for access for your own teams; you are not a member of ${team}`,
      );
    }
    const now = this.options.clock.now();
    const { policy, access } = this.options;
    const snapshot = await access.current();
    if (!snapshot.findTeam(team)?.roleArn) throw notOnboardedError(team);
    const id = randomUUID();
    const old = draft.supersedes
      ? await this.predecessor(caller, team, draft.supersedes)
      : undefined;
    const asking: Asking = {
      id,
      grantId: old?.grantId ?? id,
      ...(old && { supersedes: old.id }),
      team,
      terms: resolveTerms(draft.terms, { snapshot, policy, now }),
    };
    const created: RequestEvent = {
      type: 'created',
      grantId: asking.grantId,
      ...(old && { supersedes: old.id }),
      team,
      purpose: requiredText(draft.purpose, 'purpose'),
      terms: asking.terms,
    };
    const submitted = draft.submit ? [await this.submission(asking)] : [];
    return this.write(asking, { revision: 0, user: caller.user, now }, [
      created,
      ...submitted,
    ]);
  }

  async edit(
    caller: Caller,
    id: string,
    edit: SluiceApi.RequestEdit,
  ): Promise<AccessRequest> {
    const { request, moment } = await this.options.acts.begin('edit', caller, {
      id,
      revision: edit.revision,
    });
    const { now } = moment;
    const snapshot = await this.options.access.current();
    const terms = resolveTerms(edit.terms, {
      snapshot,
      policy: this.options.policy,
      now,
    });
    const edited: RequestEvent = {
      type: 'edited',
      purpose: requiredText(edit.purpose, 'purpose'),
      terms,
    };
    const asking = { ...request, terms };
    const submitted = edit.submit
      ? [await this.resubmission(caller, asking)]
      : [];
    return this.write(
      asking,
      { revision: request.revision, user: caller.user, now },
      [edited, ...submitted],
    );
  }

  async submit(
    caller: Caller,
    id: string,
    revision: number,
  ): Promise<AccessRequest> {
    const { request, moment } = await this.options.acts.begin(
      'submit',
      caller,
      { id, revision },
    );
    const submitted = await this.resubmission(caller, request);
    return this.write(
      request,
      { revision, user: caller.user, now: moment.now },
      [submitted],
    );
  }

  async withdraw(
    caller: Caller,
    id: string,
    { revision, reason }: SluiceApi.RequestReason,
  ): Promise<AccessRequest> {
    const { acts } = this.options;
    const act = await acts.begin('withdraw', caller, { id, revision });
    return acts.write(act.request, personOf(act), [
      { type: 'withdrawn', reason: requiredText(reason, 'reason') },
    ]);
  }

  /** Of a draft, since the making of which things may have changed. */
  private async resubmission(
    caller: Caller,
    asking: Asking,
  ): Promise<RequestEvent> {
    const snapshot = await this.options.access.current();
    if (!snapshot.findTeam(asking.team)?.roleArn) {
      throw notOnboardedError(asking.team);
    }
    if (asking.supersedes) {
      await this.predecessor(caller, asking.team, asking.supersedes);
    }
    return this.submission(asking);
  }

  /** @throws InputError listing what is impossible */
  private async submission(asking: Asking): Promise<RequestEvent> {
    const { access, checks, policy } = this.options;
    const { team, terms, grantId, supersedes } = asking;
    const snapshot = await access.current();
    grantDeclarationOf(asking, snapshot);
    const { findings } = await checks.check({
      team,
      terms,
      grantId,
      ...(supersedes && { supersedes }),
    });
    const errors = findings.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      throw new InputError(
        `What is asked for cannot be granted: ${errors
          .map(({ message }) => message)
          .join(' ')}`,
      );
    }
    await this.refuseTwins(asking);
    return {
      type: 'submitted',
      steps: currentSteps(terms, { snapshot, policy }),
    };
  }

  /** The request whose place another is to take. */
  private async predecessor(
    caller: Caller,
    team: string,
    id: string,
  ): Promise<AccessRequest> {
    const { store, moments } = this.options;
    const [old] = await store.find({ ids: [id], teams: [team] });
    if (!old) {
      throw new InputError(
        `supersedes is ${id}, which is no request of ${team}. A request takes the place of one of the same team.`,
      );
    }
    const refusal = refusalOf('extend', old, await moments.of(old, caller));
    if (refusal) throw refusal;
    return old;
  }

  /** @throws ConflictError naming the pending request that asks for the same */
  private async refuseTwins(asking: Asking): Promise<void> {
    const pending = await this.options.store.find({
      teams: [asking.team],
      agreement: ['pending'],
    });
    const key = askingKey(asking);
    const twin = pending.find(
      each => each.id !== asking.id && askingKey(each) === key,
    );
    if (!twin) return;
    throw new ConflictError(
      `Request ${twin.id} of ${twin.requester} asks for the same and waits to be decided. Wait for it, or edit that one.`,
    );
  }

  private async write(
    asking: Asking,
    by: { revision: number; user: string; now: Date },
    events: RequestEvent[],
  ): Promise<AccessRequest> {
    const { acts, store, moments } = this.options;
    try {
      return await acts.write({ ...asking, revision: by.revision }, by, events);
    } catch (error) {
      if (!isDatabaseConflictError(error)) throw error;
      // Somebody asked for the same between our look and now.
      await this.refuseTwins(asking);
      const old = asking.supersedes && (await store.get(asking.supersedes));
      const successor = old && (await moments.successorOf(old));
      throw new ConflictError(
        successor
          ? `Request ${successor.id} takes the place of ${asking.supersedes} already. Wait for it, or edit or end that one.`
          : `Request ${asking.id} was changed at the same moment. Look at it again, then try once more.`,
      );
    }
  }
}
