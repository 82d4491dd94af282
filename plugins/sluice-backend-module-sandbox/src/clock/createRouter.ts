import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import express, { Request, Router } from 'express';
import { MovableClock } from './MovableClock';
import { readAdvance } from './readAdvance';

/** `GET /clock` reads the time, `POST /clock` moves it on. */
export function createRouter(options: {
  auditor: AuditorService;
  clock: MovableClock;
  httpAuth: HttpAuthService;
}): Router {
  const { auditor, clock, httpAuth } = options;
  const router = Router();
  router.use(express.json());

  router.get('/clock', (_request, response) => {
    response.json(timeOf(clock));
  });

  router.post('/clock', (request, response, next) => {
    advance(request).then(time => response.json(time), next);
  });

  async function advance(request: Request) {
    await httpAuth.credentials(request, { allow: ['user'] });
    const audit = await auditor.createEvent({
      eventId: 'clock-advance',
      severityLevel: 'medium',
      request,
      meta: { before: timeOf(clock) },
    });
    try {
      clock.advance(readAdvance(request.body));
      await audit.success({ meta: { after: timeOf(clock) } });
      return timeOf(clock);
    } catch (error) {
      await audit.fail({ error: error as Error });
      throw error;
    }
  }

  return router;
}

function timeOf(clock: MovableClock) {
  return {
    now: clock.now().toISOString(),
    aheadSeconds: Math.round(clock.ahead / 1000),
  };
}
