import { SignInPage } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  SignInPageBlueprint,
  type SignInPageProps,
} from '@backstage/plugin-app-react';
import { oidcAuthApi, oidcAuthApiRef } from './oidcAuth';
import { readPersonas } from './personas';
import { PersonaSignInPage } from './PersonaSignInPage';

/** Personas while the sandbox is on; otherwise the organization's own sign-in. */
function SluiceSignInPage(props: SignInPageProps) {
  const personas = readPersonas(useApi(configApiRef));
  if (personas.length > 0) {
    return <PersonaSignInPage {...props} personas={personas} />;
  }
  return (
    <SignInPage
      {...props}
      provider={{
        id: 'oidc',
        title: 'OpenID Connect',
        message: "Sign in with your organization's account",
        apiRef: oidcAuthApiRef,
      }}
    />
  );
}

const signInPage = SignInPageBlueprint.make({
  params: { loader: async () => SluiceSignInPage },
});

export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage, oidcAuthApi],
});
