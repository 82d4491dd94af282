import { useEffect, useState } from 'react';
import { ProxiedSignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Badge, Button, Card, CardBody, Flex, Text } from '@backstage/ui';
import { Persona, remember, rememberedPersona } from './personas';
import styles from './PersonaSignInPage.module.css';

/** How long to wait before asking again whether the demo has started, in milliseconds. */
const RETRY_MS = 2_000;

const ROLES: { role: Persona['role']; title: string }[] = [
  { role: 'consumer', title: 'Data consumers' },
  { role: 'owner', title: 'Data product owners' },
  { role: 'platform', title: 'Platform engineering' },
  { role: 'auditor', title: 'Audit' },
];

export interface PersonaSignInPageProps extends SignInPageProps {
  personas: Persona[];
}

/** Lets a visitor of the demo choose whom to be; no password is involved. */
export function PersonaSignInPage({
  personas,
  onSignInSuccess,
}: PersonaSignInPageProps) {
  const [chosen, setChosen] = useState(rememberedPersona);
  const persona = personas.find(({ name }) => name === chosen);
  if (persona) {
    return (
      <SigningIn
        persona={persona}
        onSignInSuccess={identity =>
          onSignInSuccess(remember(identity, persona.name))
        }
        onBack={() => setChosen(undefined)}
      />
    );
  }
  return (
    <main className={styles.page}>
      <Flex direction="column" gap="2" className={styles.intro}>
        <Text as="h1" variant="title-large">
          Sluice
        </Text>
        <Text variant="body-large" color="secondary">
          Who may read which columns and rows of which data product, and why.
          This is the demo: an embedded AWS with synthetic data. Choose whom to
          be.
        </Text>
      </Flex>
      {ROLES.map(({ role, title }) => (
        <section key={role} aria-label={title} className={styles.role}>
          <Text as="h2" variant="title-x-small" color="secondary">
            {title}
          </Text>
          <div className={styles.cards}>
            {personas
              .filter(candidate => candidate.role === role)
              .map(candidate => (
                <Card
                  key={candidate.name}
                  onPress={() => setChosen(candidate.name)}
                  label={`Sign in as ${candidate.title}`}
                >
                  <CardBody>
                    <Flex direction="column" gap="2">
                      <Text weight="bold">{candidate.title}</Text>
                      <Text variant="body-small" color="secondary">
                        {candidate.description}
                      </Text>
                    </Flex>
                  </CardBody>
                </Card>
              ))}
          </div>
        </section>
      ))}
      <div>
        <Badge>Synthetic data. Nothing here reaches a real AWS account.</Badge>
      </div>
    </main>
  );
}

/**
 * Signs in, and asks again while the backend is still reading its catalog: a
 * demo that has just been started must not greet its first visitor with an error.
 */
function SigningIn({
  persona,
  onSignInSuccess,
  onBack,
}: {
  persona: Persona;
  onSignInSuccess: SignInPageProps['onSignInSuccess'];
  onBack: () => void;
}) {
  const [attempt, setAttempt] = useState(0);
  return (
    <ProxiedSignInPage
      key={attempt}
      provider="sluice-demo"
      headers={{ 'x-sluice-persona': persona.name }}
      onSignInSuccess={onSignInSuccess}
      ErrorComponent={({ error }) => (
        <NotYet
          persona={persona}
          error={error}
          onRetry={() => setAttempt(attempt + 1)}
          onBack={onBack}
        />
      )}
    />
  );
}

function NotYet({
  persona,
  error,
  onRetry,
  onBack,
}: {
  persona: Persona;
  error?: Error;
  onRetry: () => void;
  onBack: () => void;
}) {
  useEffect(() => {
    const timer = setTimeout(onRetry, RETRY_MS);
    return () => clearTimeout(timer);
  });
  return (
    <main className={styles.page} role="status">
      <Flex direction="column" gap="3" className={styles.intro}>
        <Text as="h1" variant="title-medium">
          Signing in as {persona.title}…
        </Text>
        <Text color="secondary">
          The backend does not answer yet. Just after a start it is still
          reading its catalog; this page tries again by itself.
        </Text>
        <Text variant="body-small" color="secondary">
          {error?.message}
        </Text>
        <div>
          <Button variant="secondary" onPress={onBack}>
            Choose somebody else
          </Button>
        </div>
      </Flex>
    </main>
  );
}
