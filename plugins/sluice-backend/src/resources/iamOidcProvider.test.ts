import { CreateOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { iamOidcProvider } from './iamOidcProvider';

const wanted = {
  issuerUrl: 'https://oidc.eks.us-west-2.amazonaws.com/id/ABC',
  clientIds: ['sts.amazonaws.com'],
};

describe('iamOidcProvider', () => {
  const directory = createMockDirectory();

  // Its only change is to add client ids, which the next test does.
  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: iamOidcProvider,
      wanted,
      impliedActions: ['iam:AddClientIDToOpenIDConnectProvider'],
    });
    expect(called).toEqual(declared);
  });

  it.each(['create', 'update'] as const)(
    'adds a client id to a provider that others use, by %s',
    async method => {
      const { contextOf, actions } = startEmptyAws(directory);
      const context = await contextOf();
      await context.clients.iam.send(
        new CreateOpenIDConnectProviderCommand({
          Url: wanted.issuerUrl,
          ClientIDList: ['theirs'],
        }),
      );
      const found = await iamOidcProvider.read(wanted, context);
      expect(iamOidcProvider.diff(wanted, found!)).toEqual([
        {
          path: 'clientIds',
          before: ['theirs'],
          after: ['sts.amazonaws.com', 'theirs'],
        },
      ]);
      if (method === 'create') await iamOidcProvider.create(wanted, context);
      else await iamOidcProvider.update!(wanted, found!, context);
      expect(await iamOidcProvider.read(wanted, context)).toEqual({
        ...wanted,
        clientIds: ['theirs', 'sts.amazonaws.com'],
      });
      expect(actions).toContain('iam:AddClientIDToOpenIDConnectProvider');
    },
  );
});
