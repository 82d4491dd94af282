import {
  Declaration,
  declarationSchema,
  subjectOf,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';

interface DeclarationRow {
  id: number;
  subject: string;
  kind: string;
  document: string;
  change_id: string;
  created_by: string;
  created_at: string;
  ended_at: string | null;
}

/** What Sluice was told to make true, and was told before. Revisions are never changed. */
export class DeclarationStore {
  /** @param configured - in force unless one of the same subject was applied */
  constructor(
    private readonly knex: Knex,
    private readonly configured: Declaration[] = [],
  ) {}

  /** Those in force. */
  async list(): Promise<Declaration[]> {
    const rows = await this.knex<DeclarationRow>('declarations')
      .whereNull('ended_at')
      .orderBy('id');
    const subjects = new Set(rows.map(({ subject }) => subject));
    return [
      ...this.configured.filter(each => !subjects.has(subjectOf(each))),
      ...rows.map(toDeclaration),
    ];
  }

  /** The one of a subject, if there is one in force. */
  async find(subject: string): Promise<Declaration | undefined> {
    const row = await this.knex<DeclarationRow>('declarations')
      .where({ subject })
      .whereNull('ended_at')
      .first();
    return row
      ? toDeclaration(row)
      : this.configured.find(each => subjectOf(each) === subject);
  }

  /** The one that was in force before a change replaced it or ended it. */
  async findBefore(
    subject: string,
    change: { createdAt: string },
  ): Promise<Declaration | undefined> {
    const row = await this.knex<DeclarationRow>('declarations')
      .where({ subject, ended_at: change.createdAt })
      .orderBy('id', 'desc')
      .first();
    return row && toDeclaration(row);
  }

  /**
   * Puts a declaration in the place of the one before, or ends it.
   * @param tx - the transaction in which its change begins
   */
  async replace(
    tx: Knex.Transaction,
    options: {
      subject: string;
      declaration?: Declaration;
      changeId: string;
      createdBy: string;
      at: string;
    },
  ): Promise<void> {
    const { subject, declaration, changeId, createdBy, at } = options;
    await tx<DeclarationRow>('declarations')
      .where({ subject })
      .whereNull('ended_at')
      .update({ ended_at: at });
    if (!declaration) return;
    await tx<DeclarationRow>('declarations').insert({
      subject: subjectOf(declaration),
      kind: declaration.kind,
      document: JSON.stringify(declaration),
      change_id: changeId,
      created_by: createdBy,
      created_at: at,
      ended_at: null,
    });
  }
}

/** Parsed again, so that members that are new since it was written have their defaults. */
function toDeclaration({ document }: DeclarationRow): Declaration {
  return declarationSchema.parse(JSON.parse(document));
}
