import { createHash } from 'node:crypto';
import type {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import {
  SluiceApiService,
  sluiceObservationTopic,
} from '@sluice/plugin-sluice-node';
import { readCatalogFeed } from './readCatalogFeed';

const PROVIDER_NAME = 'SluiceEntityProvider';
const LOCATION = 'sluice:catalog-feed';

/** What this process has written to the catalog so far. */
interface Written {
  revision: string;
  /** Digest of each entity, by entity ref. */
  digests: Map<string, string>;
  /** Whether a full mutation has cleared away what earlier processes left. */
  isReconciled: boolean;
}

/**
 * Keeps tables, grants and the teams' AWS and Kubernetes things in the catalog
 * equal to what Sluice observed. It writes only what differs from what it wrote
 * before: thousands of rewritten entities would each be processed and stitched
 * again.
 *
 * Nothing is removed on the word of an incomplete feed: an account that could
 * not be read has not lost its tables.
 */
export class SluiceEntityProvider implements EntityProvider {
  private readonly options: {
    api: Pick<SluiceApiService, 'getCatalogFeed'>;
    auth: AuthService;
    events: EventsService;
    logger: LoggerService;
    taskRunner: SchedulerServiceTaskRunner;
  };
  private connection?: EntityProviderConnection;
  private written: Written = {
    revision: '',
    digests: new Map(),
    isReconciled: false,
  };
  private running: Promise<unknown> = Promise.resolve();
  private waiting?: Promise<void>;

  constructor(options: SluiceEntityProvider['options']) {
    this.options = options;
  }

  getProviderName(): string {
    return PROVIDER_NAME;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.connection = connection;
    const { events, taskRunner } = this.options;
    await events.subscribe({
      id: PROVIDER_NAME,
      topics: [sluiceObservationTopic],
      // The publisher is the backend that is about to be asked: it must not
      // wait for the answer.
      onEvent: async () => {
        this.refreshOrLog();
      },
    });
    await taskRunner.run({
      id: `${PROVIDER_NAME}:refresh`,
      fn: () => this.refreshOrLog(),
    });
  }

  /**
   * Brings the catalog up to the present feed. Runs never overlap; calls that
   * come while one is under way share the run that follows it.
   */
  async refresh(): Promise<void> {
    if (!this.waiting) {
      const turn = this.running.then(() => {
        this.waiting = undefined;
        return this.synchronize();
      });
      this.waiting = turn;
      // The next turn waits for this one, however it ends.
      this.running = turn.catch(() => {});
    }
    return this.waiting;
  }

  private async refreshOrLog(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      this.options.logger.warn(
        'Could not bring the catalog up to what Sluice observed; the next run tries again',
        error as Error,
      );
    }
  }

  private async synchronize(): Promise<void> {
    const { api, auth } = this.options;
    const feed = await readCatalogFeed({
      api,
      credentials: await auth.getOwnServiceCredentials(),
      isKnown: ({ revision, complete }) =>
        revision === this.written.revision &&
        (this.written.isReconciled || !complete),
    });
    if (!feed) return;

    const entities = new Map(
      feed.entities.map(entity => [
        stringifyEntityRef(entity),
        withLocation(entity),
      ]),
    );
    const digests = new Map(
      [...entities].map(([ref, entity]) => [ref, digestOf(entity)]),
    );
    const isFirstComplete = feed.complete && !this.written.isReconciled;
    if (isFirstComplete) {
      await this.replaceAll(entities);
    } else {
      await this.applyDifference(entities, digests, feed.complete);
    }
    this.written = {
      revision: feed.revision,
      digests: feed.complete
        ? digests
        : new Map([...this.written.digests, ...digests]),
      isReconciled: this.written.isReconciled || feed.complete,
    };
  }

  private async replaceAll(entities: Map<string, Entity>): Promise<void> {
    await this.requireConnection().applyMutation({
      type: 'full',
      entities: [...entities.values()].map(toDeferredEntity),
    });
    this.options.logger.info(
      `Sluice has ${entities.size} entities in the catalog`,
    );
  }

  private async applyDifference(
    entities: Map<string, Entity>,
    digests: Map<string, string>,
    mayRemove: boolean,
  ): Promise<void> {
    const before = this.written.digests;
    const added = [...entities]
      .filter(([ref]) => digests.get(ref) !== before.get(ref))
      .map(([, entity]) => toDeferredEntity(entity));
    const removed = mayRemove
      ? [...before.keys()]
          .filter(ref => !digests.has(ref))
          .map(entityRef => ({ entityRef, locationKey: PROVIDER_NAME }))
      : [];
    if (added.length === 0 && removed.length === 0) return;

    await this.requireConnection().applyMutation({
      type: 'delta',
      added,
      removed,
    });
    this.options.logger.info(
      `Sluice wrote ${added.length} and removed ${removed.length} entities in the catalog`,
    );
  }

  private requireConnection(): EntityProviderConnection {
    if (!this.connection) {
      throw new Error(`${PROVIDER_NAME} is not connected to the catalog`);
    }
    return this.connection;
  }
}

function withLocation(entity: Entity): Entity {
  return {
    ...entity,
    metadata: {
      ...entity.metadata,
      annotations: {
        [ANNOTATION_LOCATION]: LOCATION,
        [ANNOTATION_ORIGIN_LOCATION]: LOCATION,
        ...entity.metadata.annotations,
      },
    },
  };
}

function toDeferredEntity(entity: Entity): DeferredEntity {
  return { entity, locationKey: PROVIDER_NAME };
}

/** The feed serves an unchanged entity as the same text, so key order is no concern. */
function digestOf(entity: Entity): string {
  return createHash('sha256').update(JSON.stringify(entity)).digest('base64');
}
