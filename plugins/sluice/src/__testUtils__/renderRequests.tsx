import type { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act } from '@testing-library/react';
import { sluiceApiRef, type SluiceApi } from '../api';
import { QueryProvider } from '../components/QueryProvider';
import {
  changesRouteRef,
  historyRouteRef,
  myAccessRouteRef,
  requestsRouteRef,
  reviewsRouteRef,
} from '../routes';
import { fakeSluiceApi } from './fakeSluiceApi';

type OnMessage = (message: any) => void;

/** A signals backend that says what the test tells it to. */
export function fakeSignals() {
  const subscribers = new Set<OnMessage>();
  return {
    api: {
      subscribe: (channel: string, onMessage: OnMessage) => {
        if (channel !== 'sluice:requests') throw new Error(channel);
        subscribers.add(onMessage);
        return { unsubscribe: () => subscribers.delete(onMessage) };
      },
    },
    /** Something happened to a request. */
    say: (requestId: string) =>
      act(async () => subscribers.forEach(tell => tell({ requestId }))),
  };
}

/** Renders pages about requests as the plugin does, below their address. */
export function renderRequests(
  pages: JSX.Element,
  options: {
    /** Address, `/sluice/requests` by default. */
    at?: string;
    answers: Partial<SluiceApi>;
    entities?: Entity[];
    signals?: ReturnType<typeof fakeSignals>;
  },
) {
  const { at = '/sluice/requests', answers, entities, signals } = options;
  const mountPath = at.match(/^\/sluice\/[^/?]+/)![0];
  return renderInTestApp(<QueryProvider>{pages}</QueryProvider>, {
    apis: [
      [sluiceApiRef, fakeSluiceApi(answers)],
      [catalogApiRef, catalogApiMock({ entities })],
      ...(signals ? [[signalApiRef, signals.api] as const] : []),
    ],
    mountPath,
    mountedRoutes: {
      '/sluice/requests': requestsRouteRef,
      '/sluice/my-access': myAccessRouteRef,
      '/sluice/reviews': reviewsRouteRef,
      '/sluice/history': historyRouteRef,
      '/sluice/changes': changesRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    initialRouteEntries: [at],
  });
}
