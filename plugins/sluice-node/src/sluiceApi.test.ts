import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import { SluiceApiService, sluiceApiServiceRef } from './sluiceApi';

/** A backend whose `sluice` plugin answers with what it was asked, and by whom. */
async function setup(status = 200) {
  let api: SluiceApiService;
  let credentials: any;
  const sluice = createBackendPlugin({
    pluginId: 'sluice',
    register(env) {
      env.registerInit({
        deps: {
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
        },
        async init({ httpAuth, httpRouter }) {
          httpRouter.use(async (request, response) => {
            const { principal } = await httpAuth.credentials(request);
            response.status(status).json({
              asked: `${request.method} ${request.url}`,
              by: principal,
              items: ['account'],
              error: { name: 'NotAllowedError', message: 'not for you' },
              response: { statusCode: status },
            });
          });
        },
      });
    },
  });
  const caller = createBackendModule({
    pluginId: 'sluice',
    moduleId: 'caller',
    register(env) {
      env.registerInit({
        deps: { auth: coreServices.auth, service: sluiceApiServiceRef },
        async init({ auth, service }) {
          api = service;
          credentials = await auth.getOwnServiceCredentials();
        },
      });
    },
  });
  await startTestBackend({ features: [sluice, caller] });
  return { api: api!, options: { credentials } };
}

describe('sluiceApiServiceRef', () => {
  it('calls the plugin as the caller, with encoded parameters', async () => {
    const { api, options } = await setup();
    const request = { team: 'group:default/care', table: 'resource:p/db.t' };
    await expect(
      api.getEffectiveAccess(request, options),
    ).resolves.toMatchObject({
      asked:
        'GET /effective-access?team=group%3Adefault%2Fcare&table=resource%3Ap%2Fdb.t',
      by: { type: 'service' },
    });
    await expect(
      api.getCatalogFeed({ limit: 5, cursor: '10' }, options),
    ).resolves.toMatchObject({ asked: 'GET /catalog-feed?limit=5&cursor=10' });
    await expect(api.startObservation({}, options)).resolves.toMatchObject({
      asked: 'POST /observations',
    });
    await expect(api.getAccounts(options)).resolves.toEqual(['account']);
  });

  it('throws what the plugin refused', async () => {
    const { api, options } = await setup(403);
    await expect(api.getAccounts(options)).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 403,
      cause: { name: 'NotAllowedError', message: 'not for you' },
    });
  });
});
