import { createBackendPlugin } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { SluiceClock, sluiceClockServiceRef } from '@sluice/plugin-sluice-node';
import request from 'supertest';
import { sandboxClockPlugin, sandboxClockServiceFactory } from './plugin';

const DAY_MS = 24 * 60 * 60 * 1000;
const CLOCK = '/api/sluice-sandbox/clock';

describe('sandboxClockPlugin', () => {
  async function start() {
    let clock: SluiceClock;
    const auditor = mockServices.auditor.mock();
    const event = { success: jest.fn(), fail: jest.fn() };
    auditor.createEvent.mockResolvedValue(event);
    const { server } = await startTestBackend({
      features: [
        sandboxClockPlugin,
        sandboxClockServiceFactory,
        auditor.factory,
        createBackendPlugin({
          pluginId: 'sluice',
          register(env) {
            env.registerInit({
              deps: { service: sluiceClockServiceRef },
              async init({ service }) {
                clock = service;
              },
            });
          },
        }),
      ],
    });
    return { server, clock: clock!, auditor, event };
  }

  it.each([
    ['ISO 8601', 'P31D', 31 * DAY_MS],
    ['hours and minutes', 'PT1H30M', 90 * 60 * 1000],
    ['a HumanDuration', { days: 1, hours: 12 }, 1.5 * DAY_MS],
    ['a month, which has 30 days', 'P1M', 30 * DAY_MS],
  ])(
    'moves the clock of the sluice plugin on by %s',
    async (_, advance, ms) => {
      const { server, clock, event, auditor } = await start();
      const before = Date.now();
      const { status, body } = await request(server)
        .post(CLOCK)
        .send({ advance });
      const after = Date.now();

      expect({ status, body }).toMatchObject({
        status: 200,
        body: { aheadSeconds: ms / 1000 },
      });
      for (const time of [Date.parse(body.now), clock.now().getTime()]) {
        expect(time).toBeGreaterThanOrEqual(before + ms);
      }
      expect(Date.parse(body.now)).toBeLessThanOrEqual(after + ms);
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({ eventId: 'clock-advance' }),
      );
      expect(event.success).toHaveBeenCalled();
    },
  );

  it('adds one move to the other', async () => {
    const { server } = await start();
    await request(server).post(CLOCK).send({ advance: 'P1D' });
    await request(server).post(CLOCK).send({ advance: 'PT1H' });
    const { body } = await request(server).get(CLOCK);
    expect(body.aheadSeconds).toBe(25 * 60 * 60);
    expect(Date.parse(body.now)).toBeGreaterThan(Date.now() + DAY_MS);
  });

  it.each([
    ['nothing', {}, /no 'advance': write \{"advance": "P31D"\}/],
    ['a list', [], /body must be a JSON object/],
    ['another key', { advance: 'P1D', by: 'P1D' }, /has 'by', which is not/],
    ['no duration', { advance: 'soon' }, /advance is "soon", which is no/],
    ['a bare number', { advance: 31 }, /advance is 31, which is no duration/],
    ['null', { advance: null }, /advance is null, which is no duration/],
    ['an unknown unit', { advance: { fortnights: 1 } }, /is no duration/],
    ['a way back', { advance: 'P-1D' }, /only goes forward/],
    ['a sign before it', { advance: '-P1D' }, /is no duration/],
    ['a way back in units', { advance: { days: -1 } }, /only goes forward/],
    ['no time at all', { advance: 'PT0S' }, /only goes forward/],
    ['the end of time', { advance: 'P9999Y' }, /beyond the year 9999/],
  ])('refuses %s and stays where it is', async (_, body, message) => {
    const { server, event } = await start();
    const response = await request(server).post(CLOCK).send(body);
    expect(response.status).toBe(400);
    expect(response.body.error.message).toMatch(message);
    expect(event.fail).toHaveBeenCalled();
    const { body: time } = await request(server).get(CLOCK);
    expect(time.aheadSeconds).toBe(0);
  });

  it.each([
    ['nobody', mockCredentials.none.header(), 401],
    ['a plugin', mockCredentials.service.header(), 403],
  ])('does not listen to %s', async (_, authorization, status) => {
    const { server } = await start();
    const response = await request(server)
      .post(CLOCK)
      .set('authorization', authorization)
      .send({ advance: 'P1D' });
    expect(response.status).toBe(status);
    const { body } = await request(server).get(CLOCK);
    expect(body.aheadSeconds).toBe(0);
  });
});
