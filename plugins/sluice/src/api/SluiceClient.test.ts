import { ResponseError } from '@backstage/errors';
import { SluiceClient } from './SluiceClient';

const BASE_URL = 'http://backend.test/api/sluice';

/** A client whose backend gives one answer, and the requests that it got. */
function clientAnswering(body: unknown, init: ResponseInit = {}) {
  const fetch = jest.fn(
    async (_input: RequestInfo | URL, _init?: RequestInit) =>
      new Response(JSON.stringify(body), {
        headers: { 'Content-Type': 'application/json' },
        ...init,
      }),
  );
  const client = new SluiceClient({
    discoveryApi: { getBaseUrl: async () => BASE_URL },
    fetchApi: { fetch },
  });
  const request = () => {
    const [input, options] = fetch.mock.calls[0];
    return {
      method: options?.method,
      url: new URL(String(input)),
      body: options?.body,
    };
  };
  return { client, request };
}

describe('SluiceClient', () => {
  it('asks for the matrix of several products, page by page', async () => {
    const { client, request } = clientAnswering({ tables: [] });

    await client.getAccessMatrix({
      products: ['dataproduct:default/patients', 'dataproduct:default/claims'],
      cursor: 'a+b/c=',
      limit: 100,
    });

    const { pathname, searchParams } = request().url;
    expect(pathname).toBe('/api/sluice/access-matrix');
    expect(searchParams.getAll('product')).toEqual([
      'dataproduct:default/patients',
      'dataproduct:default/claims',
    ]);
    expect(searchParams.get('cursor')).toBe('a+b/c=');
    expect(searchParams.get('limit')).toBe('100');
  });

  it('leaves out of the query what was not asked for', async () => {
    const { client, request } = clientAnswering({ tables: [] });

    await client.getAccessMatrix({});

    expect(request().url.search).toBe('');
  });

  it('encodes entity refs in the query', async () => {
    const { client, request } = clientAnswering({ level: 'none' });
    const refs = {
      team: 'group:default/r&d',
      table: 'resource:producer/healthcare_db.patients',
    };

    await client.getEffectiveAccess(refs);

    expect(Object.fromEntries(request().url.searchParams)).toEqual(refs);
  });

  it.each([
    [
      'a table',
      (client: SluiceClient) =>
        client.getTable('resource:producer/healthcare_db.patients'),
      '/api/sluice/tables/producer/healthcare_db.patients',
    ],
    [
      'what a team reads',
      (client: SluiceClient) => client.getTeamAccess('group:patients-care'),
      '/api/sluice/teams/default/patients-care/access',
    ],
    [
      'what the caller reads',
      (client: SluiceClient) => client.getMyAccess(),
      '/api/sluice/my-access',
    ],
    [
      'a plan',
      (client: SluiceClient) => client.getPlan('plan/1'),
      '/api/sluice/plans/plan%2F1',
    ],
    [
      'a change',
      (client: SluiceClient) => client.getChange('change-1'),
      '/api/sluice/changes/change-1',
    ],
    [
      'how ready a team is',
      (client: SluiceClient) =>
        client.getTeamReadiness('group:default/patients-care'),
      '/api/sluice/teams/default/patients-care/readiness',
    ],
    [
      'an account',
      (client: SluiceClient) => client.getAccount('healthcare-producer'),
      '/api/sluice/accounts/healthcare-producer',
    ],
  ])('asks for %s under its own path', async (_, call, path) => {
    const { client, request } = clientAnswering({});

    await call(client);

    expect(request()).toMatchObject({ method: 'GET' });
    expect(request().url.pathname).toBe(path);
  });

  it('unwraps the list of accounts', async () => {
    const { client } = clientAnswering({ items: [{ name: 'producer' }] });

    await expect(client.getAccounts()).resolves.toEqual([{ name: 'producer' }]);
  });

  it.each([
    ['one account', 'producer', { accountName: 'producer' }],
    ['all accounts', undefined, {}],
  ])('starts a reading of %s', async (_, accountName, body) => {
    const { client, request } = clientAnswering(
      { accounts: ['producer'] },
      { status: 202 },
    );

    await expect(client.startObservation(accountName)).resolves.toEqual({
      accounts: ['producer'],
    });

    expect(request().method).toBe('POST');
    expect(JSON.parse(String(request().body))).toEqual(body);
  });

  it.each([
    [
      'a plan',
      (client: SluiceClient) =>
        client.createPlan({
          kind: 'apply',
          declaration: { kind: 'consumerTeam', team: 'group:default/care' },
        }),
      '/api/sluice/plans',
      {
        kind: 'apply',
        declaration: { kind: 'consumerTeam', team: 'group:default/care' },
      },
    ],
    [
      'a change',
      (client: SluiceClient) =>
        client.createChange({ planId: 'plan-1', reason: 'Ticket 7' }),
      '/api/sluice/changes',
      { planId: 'plan-1', reason: 'Ticket 7' },
    ],
    [
      'the resumption of a change',
      (client: SluiceClient) => client.resumeChange('change-1'),
      '/api/sluice/changes/change-1/resume',
      undefined,
    ],
    [
      'the end of a change',
      (client: SluiceClient) => client.cancelChange('change-1'),
      '/api/sluice/changes/change-1/cancel',
      undefined,
    ],
    [
      'a plan that undoes a change',
      (client: SluiceClient) => client.createUndoPlan('change-1'),
      '/api/sluice/changes/change-1/undo-plan',
      undefined,
    ],
    [
      'an answer to an invitation',
      (client: SluiceClient) =>
        client.answerInvitation('consumer', {
          invitationArn: 'arn:aws:ram:us-west-2:1:invitation/1',
          answer: 'accept',
        }),
      '/api/sluice/accounts/consumer/invitations',
      {
        invitationArn: 'arn:aws:ram:us-west-2:1:invitation/1',
        answer: 'accept',
      },
    ],
  ])('posts %s', async (_, call, path, body) => {
    const { client, request } = clientAnswering({});

    await call(client);

    expect(request()).toMatchObject({ method: 'POST' });
    expect(request().url.pathname).toBe(path);
    expect(request().body && JSON.parse(String(request().body))).toEqual(body);
  });

  it('asks for the changes of one subject, page by page', async () => {
    const { client, request } = clientAnswering({ items: [] });
    const query = { subject: 'group:default/care', cursor: 'a+b', limit: 20 };

    await client.getChanges(query);

    expect(request().url.pathname).toBe('/api/sluice/changes');
    expect(Object.fromEntries(request().url.searchParams)).toEqual({
      ...query,
      limit: '20',
    });
  });

  it.each(['terraform', 'shell', 'json'] as const)(
    'exports a plan as %s',
    async format => {
      const { client, request } = clientAnswering({ filename: 'plan' });

      await client.exportPlan('plan-1', format);

      expect(request().url.pathname).toBe('/api/sluice/plans/plan-1/export');
      expect(request().url.searchParams.get('format')).toBe(format);
    },
  );

  it('unwraps the list of rules', async () => {
    const { client } = clientAnswering({ items: [{ id: 'V17' }] });

    await expect(client.getSetUpRules()).resolves.toEqual([{ id: 'V17' }]);
  });

  it("rejects with the backend's own name and message", async () => {
    const { client } = clientAnswering(
      {
        error: { name: 'NotAllowedError', message: 'Members of a team only' },
        response: { statusCode: 403 },
      },
      { status: 403, statusText: 'Forbidden' },
    );

    const error = await client
      .getTeamAccess('group:default/patients-care')
      .catch(e => e);

    expect(error).toBeInstanceOf(ResponseError);
    expect(error.response.status).toBe(403);
    expect(error.cause.name).toBe('NotAllowedError');
    expect(error.body.error.message).toBe('Members of a team only');
  });
});
