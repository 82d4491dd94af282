import { DesiredResource } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { sha256 } from '../store/digest';

/** Whether Sluice made a resource, or found it and looks after it. */
export type Origin = 'made' | 'adopted';

interface ManagedRow {
  resource_key: string;
  resource_id: string;
  origin: Origin;
  change_id: string;
  since: string;
}

interface ClaimRow {
  subject: string;
  resource_key: string;
  resource: string;
}

/** What of one resource is on record. */
export interface ManagedResource {
  origin: Origin;
  /** Subjects of the declarations that need it. */
  claimedBy: string[];
}

/** SQLite takes 32 766 values in one statement. */
const CHUNK_SIZE = 500;

/**
 * What Sluice made or adopted, and for which declarations. A resource that two
 * teams share goes with the second of them.
 */
export class ManagedResources {
  constructor(private readonly knex: Knex) {}

  /** By resource id; absent for what Sluice never touched. */
  async find(ids: string[]): Promise<Map<string, ManagedResource>> {
    const found = new Map<string, ManagedResource>();
    for (let i = 0; i < ids.length; i += CHUNK_SIZE) {
      const keys = ids.slice(i, i + CHUNK_SIZE).map(sha256);
      const managed = await this.knex<ManagedRow>('managed_resources').whereIn(
        'resource_key',
        keys,
      );
      const claims = await this.knex<ClaimRow>('resource_claims')
        .whereIn('resource_key', keys)
        .select('subject', 'resource_key');
      for (const row of managed) {
        found.set(row.resource_id, {
          origin: row.origin,
          claimedBy: claims
            .filter(({ resource_key: key }) => key === row.resource_key)
            .map(({ subject }) => subject)
            .sort(),
        });
      }
    }
    return found;
  }

  /** What a declaration's changes made or adopted for it, as it was wanted then. */
  async claimedBy(subject: string): Promise<DesiredResource[]> {
    const rows = await this.knex<ClaimRow>('resource_claims').where({
      subject,
    });
    return rows.map(({ resource }) => JSON.parse(resource));
  }

  /** Records that a resource is there, and who needs it. Its origin stays what it was. */
  async claim(
    tx: Knex.Transaction,
    options: {
      subject: string;
      resource: DesiredResource;
      origin: Origin;
      changeId: string;
      at: string;
    },
  ): Promise<void> {
    const { subject, resource, origin, changeId, at } = options;
    const key = sha256(resource.id);
    await tx<ManagedRow>('managed_resources')
      .insert({
        resource_key: key,
        resource_id: resource.id,
        origin,
        change_id: changeId,
        since: at,
      })
      .onConflict('resource_key')
      .ignore();
    await tx<ClaimRow>('resource_claims')
      .insert({
        subject,
        resource_key: key,
        resource: JSON.stringify(resource),
      })
      .onConflict(['subject', 'resource_key'])
      .merge();
  }

  /** Records that a subject needs a resource no more, and whether it is gone. */
  async release(
    tx: Knex.Transaction,
    options: { subject: string; resourceId: string; gone: boolean },
  ): Promise<void> {
    const key = sha256(options.resourceId);
    await tx<ClaimRow>('resource_claims')
      .where({ resource_key: key, subject: options.subject })
      .delete();
    const others = await tx<ClaimRow>('resource_claims')
      .where({ resource_key: key })
      .first();
    if (options.gone || !others) {
      await tx<ManagedRow>('managed_resources')
        .where({ resource_key: key })
        .delete();
    }
  }
}
