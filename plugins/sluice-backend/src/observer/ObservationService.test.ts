import { mockServices } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { CONSUMER, PRODUCER, runOf } from '../__testUtils__/healthcare';
import { ObservationStore } from '../store';
import { AccountObserver } from './AccountObserver';
import { ObservationService } from './ObservationService';

function setup(options: { changed?: number; failing?: boolean } = {}) {
  const tasks = new Map<string, any>();
  const scheduler = mockServices.scheduler.mock({
    scheduleTask: async task => {
      tasks.set(task.id, task);
    },
  });
  const observer = {
    observe: jest.fn(async account =>
      runOf(account, { failing: options.failing ? ['roles'] : [] }),
    ),
  };
  const store = {
    saveRun: jest.fn(async () => ({ changed: options.changed ?? 0 })),
  };
  const events = mockServices.events.mock();
  const auditor = mockServices.auditor.mock();
  const audit = { success: jest.fn(), fail: jest.fn() };
  auditor.createEvent.mockResolvedValue(audit);
  const logger = mockServices.logger.mock();
  const service = new ObservationService({
    connection: {
      listAccounts: () => [PRODUCER, CONSUMER],
      getClientConfiguration: jest.fn(),
      getKubeConfig: jest.fn(),
    },
    observer: observer as unknown as AccountObserver,
    store: store as unknown as ObservationStore,
    scheduler,
    schedule: {
      frequency: { minutes: 10 },
      timeout: { minutes: 5 },
      scope: 'global',
    },
    events,
    auditor,
    logger,
  });
  return { service, tasks, scheduler, observer, store, events, audit, logger };
}

describe('ObservationService', () => {
  it('schedules one task per account, for one backend at a time', async () => {
    const { service, tasks } = setup();
    await service.start();
    expect([...tasks.keys()]).toEqual([
      'sluice-observe-healthcare-producer',
      'sluice-observe-healthcare-consumer',
    ]);
    for (const task of tasks.values()) expect(task.scope).toBe('global');
  });

  it('saves what it reads, and announces it when something changed', async () => {
    const { service, tasks, store, events, audit } = setup({ changed: 3 });
    await service.start();
    await tasks.get('sluice-observe-healthcare-producer').fn();
    expect(store.saveRun).toHaveBeenCalledWith(
      expect.objectContaining({ account: PRODUCER }),
    );
    expect(events.publish).toHaveBeenCalledWith({
      topic: 'sluice.observation',
      eventPayload: {
        accountName: 'healthcare-producer',
        observedAt: expect.any(String),
        changed: 3,
      },
    });
    expect(audit.success).toHaveBeenCalledWith({
      meta: { changed: 3, calls: 20, failedParts: [] },
    });
  });

  it('announces nothing when nothing changed', async () => {
    const { service, tasks, events } = setup({ changed: 0 });
    await service.start();
    await tasks.get('sluice-observe-healthcare-producer').fn();
    expect(events.publish).not.toHaveBeenCalled();
  });

  it('warns of each part that could not be read', async () => {
    const { service, tasks, logger } = setup({ failing: true });
    await service.start();
    await tasks.get('sluice-observe-healthcare-consumer').fn();
    expect(logger.warn).toHaveBeenCalledWith(
      "Could not read roles of account 'healthcare-consumer': AccessDeniedException: not roles.",
    );
  });

  it('records a run that could not be saved', async () => {
    const { service, tasks, store, audit } = setup();
    store.saveRun.mockRejectedValue(new Error('database is gone'));
    await service.start();
    await expect(
      tasks.get('sluice-observe-healthcare-producer').fn(),
    ).rejects.toThrow('database is gone');
    expect(audit.fail).toHaveBeenCalled();
  });

  describe('on demand', () => {
    it('starts all accounts, or the one named', async () => {
      const { service } = setup();
      await expect(service.trigger()).resolves.toEqual([
        'healthcare-producer',
        'healthcare-consumer',
      ]);
      await expect(service.trigger('healthcare-consumer')).resolves.toEqual([
        'healthcare-consumer',
      ]);
    });

    it('leaves alone what is running, and refuses when all is', async () => {
      const { service, scheduler } = setup();
      scheduler.triggerTask.mockImplementation(async id => {
        if (id.endsWith('producer')) throw new ConflictError('running');
      });
      await expect(service.trigger()).resolves.toEqual(['healthcare-consumer']);
      await expect(service.trigger('healthcare-producer')).rejects.toThrow(
        "An observation of 'healthcare-producer' is running",
      );
    });

    it('does not hide other errors of the scheduler', async () => {
      const { service, scheduler } = setup();
      scheduler.triggerTask.mockRejectedValue(new Error('database is gone'));
      await expect(service.trigger()).rejects.toThrow('database is gone');
    });
  });
});
