import { ConfigReader } from '@backstage/core-app-api';
import type { IdentityApi } from '@backstage/core-plugin-api';
import { readPersonas, remember, rememberedPersona } from './personas';

const personas = [
  {
    name: 'amara.okafor',
    title: 'Amara Okafor',
    description: 'Patients Care Team',
    role: 'consumer',
  },
];

describe('readPersonas', () => {
  it.each([
    ['on', { enabled: true, personas }, personas],
    ['off', { enabled: false, personas }, []],
    ['not configured', { personas }, []],
  ])('with the sandbox %s', (_, sandbox, expected) => {
    expect(readPersonas(new ConfigReader({ sluice: { sandbox } }))).toEqual(
      expected,
    );
  });
});

describe('remember', () => {
  it('keeps a persona until it signs out', async () => {
    const identity = { signOut: jest.fn() } as unknown as IdentityApi;
    const remembered = remember(identity, 'amara.okafor');
    expect(rememberedPersona()).toBe('amara.okafor');

    await remembered.signOut();

    expect(rememberedPersona()).toBeUndefined();
    expect(identity.signOut).toHaveBeenCalled();
  });
});
