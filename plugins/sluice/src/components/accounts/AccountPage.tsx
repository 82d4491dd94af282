import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { Facts } from '../entity/Facts';
import { Section } from '../entity/Section';
import { ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { AccountDeclarations } from './AccountDeclarations';
import { AccountShares } from './AccountShares';
import { Invitations } from './Invitations';
import { LakeFormationSettings } from './LakeFormationSettings';
import styles from './AccountsPage.module.css';

/** A connected account: how Lake Formation is set up in it, and what it shares. */
export function AccountPage() {
  const { accountName = '' } = useParams();
  const api = useApi(sluiceApiRef);
  const what = `the account ${accountName}`;
  const { data, error, refetch } = useQuery({
    queryKey: ['account', accountName],
    queryFn: () => api.getAccount(accountName),
  });
  if (data) return <Account account={data} />;
  return error ? (
    <ErrorState error={error} what={what} onRetry={() => refetch()} />
  ) : (
    <LoadingState what={what} />
  );
}

function Account({ account }: { account: SluiceApi.AccountDetails }) {
  const { name, accountId, region, eksClusters, observedAt, settings } =
    account;
  return (
    <Flex direction="column" gap="4">
      <Text as="h2" variant="title-small" className={styles.name}>
        {name}
      </Text>
      <Facts
        facts={[
          ['Account id', accountId],
          ['Region', region],
          ['EKS clusters', eksClusters.join(', ')],
          ['Read at', observedAt && timeText(observedAt)],
        ]}
      />
      {settings ? (
        <LakeFormationSettings settings={settings} />
      ) : (
        <Alert
          status="warning"
          icon
          title="The settings of Lake Formation were not read yet"
          description="They show up when the account was read, which takes a few minutes after it was connected."
        />
      )}
      <Section title="Invitations to shares of other accounts">
        <Invitations account={account} />
      </Section>
      <Section title="Shares">
        <AccountShares shares={account.shares} />
      </Section>
      <Section title="Declarations in force">
        <AccountDeclarations declarations={account.declarations} />
      </Section>
    </Flex>
  );
}
