import { renderInTestApp } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { CARE, PATIENTS } from '../../__testUtils__/fakeSluiceApi';
import { explorerRouteRef } from '../../routes';
import { ExplorerLink } from './ExplorerLink';

it('leads to the question, at the moment that is looked at', async () => {
  await renderInTestApp(
    <ExplorerLink
      question="why"
      team={CARE}
      table={PATIENTS}
      at="2026-01-01T00:00:00Z"
    >
      Explain it
    </ExplorerLink>,
    { mountedRoutes: { '/explorer': explorerRouteRef } },
  );
  const link = await screen.findByRole('link', { name: 'Explain it' });
  const { pathname, searchParams } = new URL(
    link.getAttribute('href')!,
    'http://localhost',
  );
  expect(pathname).toBe('/explorer');
  expect(Object.fromEntries(searchParams)).toEqual({
    question: 'why',
    team: CARE,
    table: PATIENTS,
    at: '2026-01-01T00:00:00Z',
  });
});
