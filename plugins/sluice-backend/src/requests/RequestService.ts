import { NotImplementedError } from '@backstage/errors';
import {
  AccessRequest,
  AccessTerms,
  RequestPolicy,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { AccessService, AccessSnapshot } from '../access';
import { Caller } from './Caller';
import { People } from './People';
import { RequestStore } from './RequestStore';
import { resolveTerms } from './Terms';

/** What is impossible (`error`) or surprising about terms. */
export interface TermsChecker {
  check(about: {
    team: string;
    terms: AccessTerms;
    grantId?: string;
    supersedes?: string;
  }): Promise<{ findings: SluiceApi.PreflightFinding[] }>;
}

/** What people do to requests, and whether they may. */
export class RequestService {
  constructor(
    private readonly options: {
      knex: Knex;
      store: RequestStore;
      people: People;
      access: Pick<AccessService, 'current'>;
      checks: TermsChecker;
      policy: RequestPolicy;
      clock: SluiceClock;
      /** Tries again what failed. */
      resume: (
        requestId: string,
        options: { revision: number; actor: string },
      ) => Promise<AccessRequest>;
      /** Called when something was written: there may be work, and news. */
      onChanged: () => void;
    },
  ) {}

  /** @throws InputError naming what is wrong, and where */
  resolveTerms(
    asked: SluiceApi.AskedTerms,
    snapshot: AccessSnapshot,
    standing?: AccessTerms,
  ): AccessTerms {
    const { policy, clock } = this.options;
    return resolveTerms(asked, {
      snapshot,
      policy,
      now: clock.now(),
      ...(standing && { standing }),
    });
  }

  async create(
    _caller: Caller,
    _draft: SluiceApi.RequestDraft,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  async edit(
    _caller: Caller,
    _id: string,
    _edit: SluiceApi.RequestEdit,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  async submit(
    _caller: Caller,
    _id: string,
    _revision: number,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  async withdraw(
    _caller: Caller,
    _id: string,
    _reason: SluiceApi.RequestReason,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  async approve(
    _caller: Caller,
    _id: string,
    _approval: SluiceApi.RequestApproval,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  async deny(
    _caller: Caller,
    _id: string,
    _reason: SluiceApi.RequestReason,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  async reduce(
    _caller: Caller,
    _id: string,
    _reduction: SluiceApi.RequestReduction,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  /** @param alongside - written in the same transaction, as a review's item is */
  async revoke(
    _caller: Caller,
    _id: string,
    _reason: SluiceApi.RequestReason & { reviewId?: string },
    _alongside?: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  /** @param alongside - written in the same transaction, as a review's item is */
  async keep(
    _caller: Caller,
    _id: string,
    _reviewId: string,
    _reason?: string,
    _alongside?: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  async resume(
    _caller: Caller,
    _id: string,
    _revision: number,
  ): Promise<AccessRequest> {
    throw new NotImplementedError();
  }
  async actionsOf(
    _request: AccessRequest,
    _caller: Caller,
  ): Promise<SluiceApi.RequestAction[]> {
    throw new NotImplementedError();
  }
}
