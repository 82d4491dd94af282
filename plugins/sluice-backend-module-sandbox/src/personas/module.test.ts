import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { PERSONA_HEADER } from './authenticator';
import { personasAuthModule } from './module';

const persona = (name: string) => ({
  name,
  title: 'Amara Okafor',
  description: 'Patients Care Team',
  role: 'consumer',
});

async function start(sandbox: object) {
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      personasAuthModule,
      catalogServiceMock.factory({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'User',
            metadata: { name: 'amara.okafor' },
            spec: { memberOf: ['patients-care'] },
            relations: [
              { type: 'memberOf', targetRef: 'group:default/patients-care' },
            ],
          },
        ],
      }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          auth: { providers: { 'sluice-demo': {} } },
          sluice: { sandbox },
        },
      }),
    ],
  });
  const signIn = (name?: string) => {
    const refresh = request(server).get('/api/auth/sluice-demo/refresh');
    return name ? refresh.set(PERSONA_HEADER, name) : refresh;
  };
  return { signIn };
}

describe('personasAuthModule', () => {
  it('signs in as the user of the catalog, with the groups it is in', async () => {
    const { signIn } = await start({
      enabled: true,
      personas: [persona('amara.okafor')],
    });
    const { status, body } = await signIn('amara.okafor');
    expect(status).toBe(200);
    expect(body.profile).toEqual({ displayName: 'Amara Okafor' });
    expect(body.backstageIdentity.identity).toEqual({
      type: 'user',
      userEntityRef: 'user:default/amara.okafor',
      ownershipEntityRefs: [
        'user:default/amara.okafor',
        'group:default/patients-care',
      ],
    });
  });

  it.each([
    ['no persona', undefined, /Nobody to sign in.*x-sluice-persona/],
    [
      'a user who is no persona',
      'root',
      /'root' is not a persona of the demo; sluice.sandbox.personas has amara.okafor, mei.tanaka/,
    ],
    [
      'a persona that the catalog does not have',
      'mei.tanaka',
      /catalog has no user 'mei.tanaka'.*try again/,
    ],
  ])('refuses %s, saying why', async (_, name, message) => {
    const { signIn } = await start({
      enabled: true,
      personas: [persona('amara.okafor'), persona('mei.tanaka')],
    });
    const { status, body } = await signIn(name);
    expect(status).toBe(401);
    expect(body.error.message).toMatch(message);
  });

  it('does not exist unless the sandbox is on', async () => {
    const { signIn } = await start({
      enabled: false,
      personas: [persona('amara.okafor')],
    });
    expect((await signIn('amara.okafor')).status).toBe(404);
  });

  it.each([
    [
      'a role that does not exist',
      [{ ...persona('amara.okafor'), role: 'admin' }],
      /personas\[0\]\.role is 'admin'; expected one of consumer, owner/,
    ],
    [
      'a persona named twice',
      [persona('amara.okafor'), persona('amara.okafor')],
      /names 'amara.okafor' twice/,
    ],
  ])('does not start with %s', async (_, personas, message) => {
    await expect(start({ enabled: true, personas })).rejects.toThrow(message);
  });
});
