import {
  AwsError,
  CallContext,
  OperationHandler,
  SandboxWorld,
} from '../../core';
import { iamState, OidcProvider } from './state';

function providerOf({ world, caller }: CallContext, arn: string): OidcProvider {
  const provider = iamState(world, caller.accountId).oidcProviders.get(arn);
  if (!provider) {
    throw new AwsError(
      'NoSuchEntity',
      `OpenIDConnect Provider not found for arn ${arn}`,
    );
  }
  return provider;
}

/** Whether the account's IAM knows the OIDC provider of an issuer. */
export function hasOidcProvider(
  world: SandboxWorld,
  accountId: string,
  issuer: string,
): boolean {
  return [...iamState(world, accountId).oidcProviders.values()].some(
    ({ url }) => url === issuer,
  );
}

export const oidcProviderOperations: Record<string, OperationHandler> = {
  CreateOpenIDConnectProvider: (input, { world, caller }) => {
    if (!/^https:\/\//.test(input.Url)) {
      throw new AwsError(
        'InvalidInput',
        'Invalid Open ID Connect Provider URL',
      );
    }
    const url = input.Url.replace(/^https:\/\//, '');
    const arn = `arn:aws:iam::${caller.accountId}:oidc-provider/${url}`;
    const { oidcProviders } = iamState(world, caller.accountId);
    if (oidcProviders.has(arn)) {
      throw new AwsError(
        'EntityAlreadyExists',
        `Provider with url ${input.Url} already exists.`,
      );
    }
    oidcProviders.set(arn, {
      arn,
      url,
      clientIds: input.ClientIDList ?? [],
      thumbprints: input.ThumbprintList ?? [],
      createdAt: world.clock.now(),
    });
    return { OpenIDConnectProviderArn: arn };
  },
  GetOpenIDConnectProvider: (input, context) => {
    const provider = providerOf(context, input.OpenIDConnectProviderArn);
    return {
      Url: provider.url,
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints,
      CreateDate: provider.createdAt,
    };
  },
  /** Adding what is there already is no error. */
  AddClientIDToOpenIDConnectProvider: (input, context) => {
    const provider = providerOf(context, input.OpenIDConnectProviderArn);
    if (!provider.clientIds.includes(input.ClientID)) {
      provider.clientIds.push(input.ClientID);
    }
  },
  ListOpenIDConnectProviders: (_input, { world, caller }) => ({
    OpenIDConnectProviderList: [
      ...iamState(world, caller.accountId).oidcProviders.keys(),
    ].map(Arn => ({ Arn })),
  }),
  DeleteOpenIDConnectProvider: (input, context) => {
    const { arn } = providerOf(context, input.OpenIDConnectProviderArn);
    iamState(context.world, context.caller.accountId).oidcProviders.delete(arn);
  },
};
