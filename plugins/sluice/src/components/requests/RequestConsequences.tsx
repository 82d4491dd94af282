import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Badge, Flex, Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { requestRouteRef } from '../../routes';
import { Consequences } from '../plan/Consequences';
import { Findings } from '../plan/Findings';
import { ErrorState, LoadingState } from '../states';
import { checkKeyOf } from './useRequestChecks';
import styles from './requests.module.css';

const OVERLAPS: Record<
  SluiceApi.RequestCheck['overlaps'][number]['kind'],
  string
> = {
  alreadyGranted: 'Already granted',
  partlyGranted: 'Partly granted',
  wider: 'Wider than asked for',
  pending: 'Asked for as well',
};

/** What approving the request comes to: who reads what, and what is made for it. */
export function RequestConsequences({
  request,
}: {
  request: SluiceApi.AccessRequestSummary;
}) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: checkKeyOf(request),
    queryFn: () => api.checkRequest(request.id),
  });
  if (data) return <RequestCheckView check={data} />;
  return error ? (
    <ErrorState
      error={error}
      what="the consequences"
      onRetry={() => refetch()}
    />
  ) : (
    <LoadingState what="the consequences" rows={3} />
  );
}

function RequestCheckView({
  check: { findings, overlaps, consequences, permissions },
}: {
  check: SluiceApi.RequestCheck;
}) {
  return (
    <Flex direction="column" gap="5">
      {findings.length > 0 && <Findings findings={findings} />}
      <section className={styles.item}>
        <Consequences consequences={consequences} />
      </section>
      {overlaps.length > 0 && <Overlaps overlaps={overlaps} />}
      {permissions.length > 0 && <Permissions permissions={permissions} />}
    </Flex>
  );
}

function Overlaps({ overlaps }: Pick<SluiceApi.RequestCheck, 'overlaps'>) {
  const requestRoute = useRouteRef(requestRouteRef);
  return (
    <section className={styles.item}>
      <Text as="h4" weight="bold">
        What the team reads already
      </Text>
      <ul className={styles.list} aria-label="Overlaps">
        {overlaps.map(({ kind, text, requestId }, i) => (
          <li key={i} className={styles.item}>
            <span className={styles.stepTitle}>
              <Badge size="small">{OVERLAPS[kind]}</Badge>
              {requestId && (
                <Link href={requestRoute?.({ requestId })}>
                  by another request
                </Link>
              )}
            </span>
            <Text>{text}</Text>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Permissions({
  permissions,
}: Pick<SluiceApi.RequestCheck, 'permissions'>) {
  return (
    <section className={styles.item}>
      <Text as="h4" weight="bold">
        What is made in AWS for it
      </Text>
      <ul className={styles.list} aria-label="Permissions">
        {permissions.map(({ title, account, why, exists }, i) => (
          <li key={i} className={styles.item}>
            <span className={styles.stepTitle}>
              <Text>{title}</Text>
              {exists && <Badge size="small">There already</Badge>}
            </span>
            <Text variant="body-small" color="secondary">
              In {account}. {why}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  );
}
