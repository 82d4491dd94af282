import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { ApprovalDelegation } from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { optionalText } from './texts';
import { timeOf } from './times';

const LONGEST_MS = 366 * 24 * 3_600_000;

interface DelegationRow {
  id: string;
  from_user: string;
  to_user: string;
  starts_at: string;
  ends_at: string;
  reason: string | null;
  created_at: string;
}

/** Whose decisions somebody else may take for a time. */
export class Delegations {
  constructor(private readonly options: { knex: Knex; clock: SluiceClock }) {}

  /**
   * Hands over the decisions of a user. Who has them handed over cannot hand
   * them on: only decisions that are somebody's own count.
   *
   * @param draft.to - an entity ref of a user that exists
   * @throws InputError, ConflictError
   */
  async create(
    from: string,
    draft: { to: string; startsAt: string; endsAt: string; reason?: string },
  ): Promise<ApprovalDelegation> {
    const now = this.options.clock.now();
    if (draft.to === from) {
      throw new InputError(
        'Nobody stands in for themselves; name another person.',
      );
    }
    const starts = Math.max(timeOf(draft.startsAt, 'startsAt'), now.getTime());
    const ends = timeOf(draft.endsAt, 'endsAt');
    if (ends <= starts) {
      throw new InputError(
        `endsAt is ${
          draft.endsAt
        }; it must be after startsAt, and after now (${now.toISOString()}).`,
      );
    }
    if (ends - now.getTime() > LONGEST_MS) {
      throw new InputError(
        `endsAt is ${draft.endsAt}; a delegation ends within a year. Name an earlier end.`,
      );
    }
    const reason = optionalText(draft.reason, 'reason');
    const delegation: ApprovalDelegation = {
      id: randomUUID(),
      from,
      to: draft.to,
      startsAt: new Date(starts).toISOString(),
      endsAt: new Date(ends).toISOString(),
      ...(reason && { reason }),
      createdAt: now.toISOString(),
    };
    await this.refuseTwice(delegation);
    await this.table().insert({
      id: delegation.id,
      from_user: from,
      to_user: delegation.to,
      starts_at: delegation.startsAt,
      ends_at: delegation.endsAt,
      reason: reason ?? null,
      created_at: delegation.createdAt,
    });
    return delegation;
  }

  /**
   * Ends a delegation now, also one that has not begun.
   * @throws NotFoundError, NotAllowedError, ConflictError
   */
  async end(user: string, id: string): Promise<ApprovalDelegation> {
    const now = this.options.clock.now().toISOString();
    const row = await this.table().where({ id }).first();
    if (!row) throw new NotFoundError(`There is no delegation ${id}`);
    if (row.from_user !== user) {
      throw new NotAllowedError(
        `Delegation ${id} is one of ${row.from_user}, who alone can end it`,
      );
    }
    if (row.ends_at <= now) {
      throw new ConflictError(`Delegation ${id} ended at ${row.ends_at}`);
    }
    await this.table().where({ id }).update({ ends_at: now });
    return toDelegation({ ...row, ends_at: now });
  }

  /** From or to a user, that have not ended; the earliest first. */
  async listOf(user: string): Promise<ApprovalDelegation[]> {
    const now = this.options.clock.now().toISOString();
    const rows = await this.table()
      .where('ends_at', '>', now)
      .where(either =>
        either.where({ from_user: user }).orWhere({ to_user: user }),
      )
      .orderBy(['starts_at', 'id']);
    return rows.map(toDelegation);
  }

  /** To a user, that hold at a time. */
  async activeTo(user: string, at: Date): Promise<ApprovalDelegation[]> {
    const time = at.toISOString();
    const rows = await this.table()
      .where({ to_user: user })
      .where('starts_at', '<=', time)
      .where('ends_at', '>', time)
      .orderBy(['starts_at', 'id']);
    return rows.map(toDelegation);
  }

  /** From any of these users, that hold at a time. */
  async activeFrom(users: string[], at: Date): Promise<ApprovalDelegation[]> {
    const time = at.toISOString();
    const rows = await this.table()
      .whereIn('from_user', users)
      .where('starts_at', '<=', time)
      .where('ends_at', '>', time)
      .orderBy(['starts_at', 'id']);
    return rows.map(toDelegation);
  }

  private async refuseTwice({
    from,
    to,
    startsAt,
    endsAt,
  }: ApprovalDelegation): Promise<void> {
    const row = await this.table()
      .where({ from_user: from, to_user: to })
      .where('starts_at', '<', endsAt)
      .where('ends_at', '>', startsAt)
      .first();
    if (!row) return;
    throw new ConflictError(
      `${to} stands in for you already, from ${row.starts_at} to ${row.ends_at}. End that delegation first.`,
    );
  }

  private table() {
    return this.options.knex<DelegationRow>('approval_delegations');
  }
}

function toDelegation(row: DelegationRow): ApprovalDelegation {
  return {
    id: row.id,
    from: row.from_user,
    to: row.to_user,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    ...(row.reason && { reason: row.reason }),
    createdAt: row.created_at,
  };
}
