import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { sluiceObservationTopic } from '@sluice/plugin-sluice-node';
import { SluiceEntityProvider } from './SluiceEntityProvider';

interface Feed {
  revision: string;
  complete: boolean;
  items: Entity[];
}

const entity = (name: string, description?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name, namespace: 'producer', description },
  spec: { type: 'iceberg-table', owner: 'group:default/owners' },
});

const feedOf = (revision: string, ...items: Entity[]): Feed => ({
  revision,
  complete: true,
  items,
});

/** A provider that reads `feed` in pages of two, and what it wrote in words. */
async function setup() {
  const state = { feed: feedOf('1') };
  const written: string[] = [];
  const getCatalogFeed = jest.fn(async ({ cursor }: { cursor?: string }) => {
    const from = Number(cursor ?? 0);
    const { items, ...rest } = state.feed;
    const to = from + 2;
    return {
      ...rest,
      items: items.slice(from, to),
      nextCursor: to < items.length ? String(to) : undefined,
    };
  });
  const applyMutation = jest.fn(async (mutation: EntityProviderMutation) => {
    const names = (added: { entity: Entity }[]) =>
      added.map(({ entity: { metadata } }) => `+${metadata.name}`);
    written.push(
      mutation.type === 'full'
        ? ['full', ...names(mutation.entities)].join(' ')
        : [
            'delta',
            ...names(mutation.added),
            ...mutation.removed.map(
              removed => `-${'entityRef' in removed && removed.entityRef}`,
            ),
          ].join(' '),
    );
  });
  const events = mockServices.events.mock();
  const tasks: (() => unknown)[] = [];
  const logger = mockServices.logger.mock();
  const provider = new SluiceEntityProvider({
    api: { getCatalogFeed },
    auth: mockServices.auth(),
    events,
    logger,
    taskRunner: {
      run: async ({ fn }) => {
        tasks.push(() => fn(new AbortController().signal));
      },
    },
  });
  await provider.connect({ applyMutation, refresh: jest.fn() });
  return {
    provider,
    written,
    getCatalogFeed,
    applyMutation,
    events,
    tasks,
    logger,
    show: (feed: Feed) => {
      state.feed = feed;
      return provider.refresh();
    },
  };
}

describe('SluiceEntityProvider', () => {
  it('first replaces everything, then writes only what differs', async () => {
    const { show, written } = await setup();
    await show(feedOf('1', entity('a'), entity('b'), entity('c')));
    await show(feedOf('2', entity('a'), entity('b', 'changed'), entity('d')));
    expect(written).toEqual([
      'full +a +b +c',
      'delta +b +d -resource:producer/c',
    ]);
  });

  it('writes nothing when the revision is the same, and reads one page', async () => {
    const { show, written, getCatalogFeed } = await setup();
    const feed = feedOf('1', entity('a'), entity('b'), entity('c'));
    await show(feed);
    getCatalogFeed.mockClear();
    await show(feed);
    expect(written).toHaveLength(1);
    expect(getCatalogFeed).toHaveBeenCalledTimes(1);
  });

  it('writes nothing when only the revision differs', async () => {
    const { show, written } = await setup();
    await show(feedOf('1', entity('a')));
    await show(feedOf('2', entity('a')));
    expect(written).toHaveLength(1);
  });

  it('removes nothing while the feed is incomplete, and makes up for it after', async () => {
    const { show, written } = await setup();
    const partial = { ...feedOf('1', entity('a')), complete: false };
    await show(partial);
    await show({ ...feedOf('2', entity('b')), complete: false });
    await show(feedOf('2', entity('b')));
    await show({ ...feedOf('3'), complete: false });
    await show(feedOf('4'));
    expect(written).toEqual([
      'delta +a',
      'delta +b',
      'full +b',
      'delta -resource:producer/b',
    ]);
  });

  it('writes again what the catalog did not take', async () => {
    const { show, written, applyMutation } = await setup();
    applyMutation.mockRejectedValueOnce(new Error('database is locked'));
    await expect(show(feedOf('1', entity('a')))).rejects.toThrow('locked');
    await show(feedOf('1', entity('a')));
    expect(written).toEqual(['full +a']);
  });

  it('reads anew when the feed changes between pages', async () => {
    const { show, written, getCatalogFeed } = await setup();
    const page = {
      revision: '1',
      complete: true,
      items: [entity('old')],
      nextCursor: '2',
    };
    getCatalogFeed.mockResolvedValueOnce(page);
    await show(feedOf('2', entity('a'), entity('b'), entity('c')));
    expect(written).toEqual(['full +a +b +c']);
  });

  it('gives up on a feed that never holds still', async () => {
    const { provider, written, getCatalogFeed } = await setup();
    let revision = 0;
    getCatalogFeed.mockImplementation(async () => ({
      revision: String(revision++),
      complete: true,
      items: [entity('a')],
      nextCursor: '1',
    }));
    await expect(provider.refresh()).rejects.toThrow(
      'changed 3 times while it was read',
    );
    expect(written).toEqual([]);
  });

  it('names where an entity is managed', async () => {
    const { show, applyMutation } = await setup();
    await show(feedOf('1', entity('a')));
    expect(applyMutation).toHaveBeenCalledWith(
      expect.objectContaining({
        entities: [
          {
            locationKey: 'SluiceEntityProvider',
            entity: expect.objectContaining({
              metadata: expect.objectContaining({
                annotations: {
                  'backstage.io/managed-by-location': 'sluice:catalog-feed',
                  'backstage.io/managed-by-origin-location':
                    'sluice:catalog-feed',
                },
              }),
            }),
          },
        ],
      }),
    );
  });

  it('runs by schedule and when an observation found changes, and survives errors', async () => {
    const { provider, events, tasks, getCatalogFeed, logger, written } =
      await setup();
    const [{ topics, onEvent }] = events.subscribe.mock.calls[0];
    expect(topics).toEqual([sluiceObservationTopic]);

    getCatalogFeed.mockRejectedValueOnce(new Error('sluice is down'));
    await onEvent({ topic: sluiceObservationTopic, eventPayload: {} });
    await provider.refresh();
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(written).toEqual(['full']);

    getCatalogFeed.mockClear();
    await tasks[0]();
    expect(getCatalogFeed).toHaveBeenCalledTimes(1);
  });

  it('does not overlap runs; those that wait are one', async () => {
    const { provider, getCatalogFeed } = await setup();
    let concurrent = 0;
    let most = 0;
    const read = getCatalogFeed.getMockImplementation()!;
    getCatalogFeed.mockImplementation(async request => {
      concurrent += 1;
      most = Math.max(most, concurrent);
      const page = await read(request);
      concurrent -= 1;
      return page;
    });
    const first = provider.refresh();
    // Let the first run begin before the others ask.
    await Promise.resolve();
    await Promise.all([
      first,
      provider.refresh(),
      provider.refresh(),
      provider.refresh(),
    ]);
    expect(most).toBe(1);
    expect(getCatalogFeed).toHaveBeenCalledTimes(2);
  });
});
