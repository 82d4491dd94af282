import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
} from '@aws-sdk/client-iam';
import { IamOidcProviderProperties } from '@sluice/plugin-sluice-common';
import { iamArn } from './arns';
import { missingFrom } from './differences';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

/** IAM's trust in the tokens of an EKS cluster; the cluster's other users need it, too. */
export const iamOidcProvider: ResourceType<'iamOidcProvider'> = {
  async read({ issuerUrl }, context) {
    const provider = await unlessRefused(
      'NoSuchEntityException',
      context.clients.iam.send(
        new GetOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: providerArn(issuerUrl, context),
        }),
      ),
    );
    return provider && { issuerUrl, clientIds: provider.ClientIDList ?? [] };
  },

  diff: (wanted, found) =>
    missingFrom(wanted.clientIds, found.clientIds, 'clientIds'),

  async create(wanted, context) {
    const { issuerUrl, clientIds } = wanted;
    const made = await unlessRefused(
      'EntityAlreadyExistsException',
      context.clients.iam.send(
        new CreateOpenIDConnectProviderCommand({
          Url: issuerUrl,
          ClientIDList: clientIds,
        }),
      ),
    );
    if (!made) await addClientIds(wanted, context);
  },

  update: (wanted, _found, context) => addClientIds(wanted, context),

  async delete({ issuerUrl }, context) {
    await unlessRefused(
      'NoSuchEntityException',
      context.clients.iam.send(
        new DeleteOpenIDConnectProviderCommand({
          OpenIDConnectProviderArn: providerArn(issuerUrl, context),
        }),
      ),
    );
  },

  undo: 'The provider is deleted; pods of the cluster can then assume no role of the account by their service accounts.',

  actions: {
    read: ['iam:GetOpenIDConnectProvider'],
    write: [
      'iam:AddClientIDToOpenIDConnectProvider',
      'iam:CreateOpenIDConnectProvider',
      'iam:DeleteOpenIDConnectProvider',
    ],
  },
};

function providerArn(issuerUrl: string, { account }: ResourceContext): string {
  const issuer = issuerUrl.replace(/^https:\/\//, '').replace(/\/$/, '');
  return iamArn(account, `oidc-provider/${issuer}`);
}

/** IAM takes a client id that is there already for added. */
async function addClientIds(
  { issuerUrl, clientIds }: IamOidcProviderProperties,
  context: ResourceContext,
): Promise<void> {
  const found = await iamOidcProvider.read({ issuerUrl, clientIds }, context);
  for (const ClientID of clientIds) {
    if (found?.clientIds.includes(ClientID)) continue;
    await context.clients.iam.send(
      new AddClientIDToOpenIDConnectProviderCommand({
        OpenIDConnectProviderArn: providerArn(issuerUrl, context),
        ClientID,
      }),
    );
  }
}
