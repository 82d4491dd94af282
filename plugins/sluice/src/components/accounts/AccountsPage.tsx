import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Alert,
  Button,
  Card,
  CardBody,
  CardHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import {
  SluiceApi,
  sluiceObservationRunPermission,
} from '@sluice/plugin-sluice-common';
import { useMutation, useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { accountRouteRef } from '../../routes';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import styles from './AccountsPage.module.css';

/** How often to look while an account is being read, in milliseconds. */
const POLL_MS = 2_000;

const STATUS: Record<SluiceApi.AccountStatus['status'], string> = {
  current: 'Read in full',
  incomplete: 'Some parts could not be read',
  stale: 'Not read for too long',
  never: 'Not read yet',
};

const COUNTS: [keyof SluiceApi.AccountStatus['counts'], string][] = [
  ['databases', 'databases'],
  ['tables', 'tables'],
  ['filters', 'data cells filters'],
  ['permissions', 'permissions'],
  ['links', 'resource links'],
  ['shares', 'resource shares'],
  ['roles', 'roles'],
  ['virtualClusters', 'virtual clusters'],
  ['namespaces', 'namespaces'],
];

/** Connected accounts: when and how well each was read. */
export function AccountsPage() {
  const api = useApi(sluiceApiRef);
  const mayRun = usePermission({
    permission: sluiceObservationRunPermission,
  });
  const { data, error, refetch } = useQuery({
    queryKey: ['accounts'],
    queryFn: () => api.getAccounts(),
    refetchInterval: POLL_MS,
  });
  const readAgain = useMutation({
    mutationFn: () => api.startObservation(),
    onSuccess: () => refetch(),
  });

  if (error) {
    return (
      <ErrorState
        error={error}
        what="the connected accounts"
        onRetry={() => refetch()}
      />
    );
  }
  if (!data) return <LoadingState what="the connected accounts" />;
  return (
    <Flex direction="column" gap="4">
      <Flex align="center" justify="between" gap="4">
        <Text color="secondary">
          Sluice reads these accounts on a schedule and never shows a right that
          it has not read.
        </Text>
        {mayRun.allowed && (
          <Button
            variant="secondary"
            isPending={readAgain.isPending}
            onPress={() => readAgain.mutate()}
          >
            Read again now
          </Button>
        )}
      </Flex>
      {readAgain.error && (
        <ErrorState
          error={readAgain.error}
          action="start"
          what="a new reading"
        />
      )}
      {readAgain.isSuccess && (
        <Alert
          status="success"
          icon
          title="Reading the accounts again. The times below change when it is done."
        />
      )}
      {data.length === 0 && (
        <EmptyState title="No account is connected">
          Name the accounts under sluice.accounts in the configuration, or set
          sluice.sandbox.enabled to try Sluice without one.
        </EmptyState>
      )}
      <div className={styles.cards}>
        {data.map(account => (
          <AccountCard key={account.name} account={account} />
        ))}
      </div>
    </Flex>
  );
}

function AccountCard({ account }: { account: SluiceApi.AccountStatus }) {
  const accountRoute = useRouteRef(accountRouteRef);
  return (
    <Card>
      <CardHeader>
        <Text as="h3" variant="title-x-small" className={styles.name}>
          <Link
            variant="title-x-small"
            href={accountRoute?.({ accountName: account.name })}
          >
            {account.name}
          </Link>
        </Text>
        <Text variant="body-small" color="secondary">
          {account.accountId} · {account.region}
        </Text>
      </CardHeader>
      <CardBody>
        <Flex direction="column" gap="3">
          <Alert
            status={account.status === 'current' ? 'success' : 'warning'}
            icon
            title={STATUS[account.status]}
            description={
              account.observedAt && (
                <>
                  {timeText(account.observedAt)}
                  {account.durationMs !== undefined &&
                    ` · ${(account.durationMs / 1000).toFixed(1)} s`}
                  {account.calls !== undefined && ` · ${account.calls} calls`}
                </>
              )
            }
          />
          {account.failures.map(failure => (
            <Alert
              key={failure.part}
              status="danger"
              icon
              title={`Could not read ${failure.part}`}
              description={failure.message}
            />
          ))}
          <dl className={styles.counts}>
            {COUNTS.map(([key, title]) => (
              <div key={key}>
                <dt>{title}</dt>
                <dd>{account.counts[key].toLocaleString()}</dd>
              </div>
            ))}
          </dl>
        </Flex>
      </CardBody>
    </Card>
  );
}
