import { useParams } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import {
  attestationsRouteRef,
  changeRouteRef,
  driftRouteRef,
  planRouteRef,
  requestRouteRef,
} from '../../routes';
import { ReasonChain } from '../accessDetails/ReasonChain';
import { Person } from '../changes/Person';
import { Facts } from '../entity/Facts';
import { Section } from '../entity/Section';
import { TeamJobsLink } from '../entity/TeamJobsLink';
import { ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { DriftActions } from './DriftActions';
import { Where } from './DriftTable';
import { Severity } from './Severity';
import styles from './drift.module.css';

/** One difference: what is declared, what is there, and what can be done. */
export function DriftItemPage() {
  const { driftId = '' } = useParams();
  const api = useApi(sluiceApiRef);
  const driftRoute = useRouteRef(driftRouteRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['drift-item', driftId],
    queryFn: () => api.getDriftItem(driftId),
  });
  return (
    <Flex direction="column" gap="4">
      <Link href={driftRoute?.()}>All differences</Link>
      {error && (
        <ErrorState
          error={error}
          what="the difference"
          onRetry={() => refetch()}
        />
      )}
      {!data && !error && <LoadingState what="the difference" />}
      {data && <Item item={data} />}
    </Flex>
  );
}

function Item({ item }: { item: SluiceApi.DriftItem }) {
  return (
    <Flex direction="column" gap="4">
      <Flex align="center" gap="3" className={styles.wrap}>
        <Severity severity={item.severity} />
        <Text as="h2" variant="title-small">
          {item.title}
        </Text>
      </Flex>
      <Text as="p" className={styles.text}>
        {item.text}
      </Text>
      <State item={item} />
      <DriftActions item={item} />
      <Section title="Declared and found">
        <div className={styles.sides}>
          <Side title="Declared" text={item.declared} />
          <Side title="Found" text={item.found} />
        </div>
      </Section>
      <Section title="What is known of it">
        <DriftFacts item={item} />
      </Section>
      {item.rows.length > 0 && (
        <Section title="What Lake Formation holds">
          <ReasonChain
            reasons={[
              {
                kind: 'permission',
                text: 'As it was read.',
                effect: 'informs',
                rows: item.rows,
              },
            ]}
          />
        </Section>
      )}
    </Flex>
  );
}

function State({ item }: { item: SluiceApi.DriftItem }) {
  if (item.status === 'gone' && item.goneAt) {
    return (
      <Alert
        status="success"
        icon
        title={`Gone since ${timeText(item.goneAt)}`}
      />
    );
  }
  if (item.status === 'ignored' && item.ignored) {
    const { by, until, reason } = item.ignored;
    return (
      <Alert
        status="info"
        icon
        title={`Ignored until ${timeText(until)}`}
        description={`${reason} (${by})`}
      />
    );
  }
  return null;
}

function Side({ title, text }: { title: string; text?: string }) {
  return (
    <div>
      <Text as="h4" variant="body-small" color="secondary">
        {title}
      </Text>
      <Text as="p" className={styles.text}>
        {text ?? 'Nothing'}
      </Text>
    </div>
  );
}

function DriftFacts({ item }: { item: SluiceApi.DriftItem }) {
  const requestRoute = useRouteRef(requestRouteRef);
  const planRoute = useRouteRef(planRouteRef);
  const changeRoute = useRouteRef(changeRouteRef);
  const attestationsRoute = useRouteRef(attestationsRouteRef);
  const { request, repairPlanId, repairChangeId, toldTo } = item;
  const { team, tableEntityRef } = item;
  const proof = new URLSearchParams({
    ...(team && { team: team.entityRef }),
    ...(tableEntityRef && { table: tableEntityRef }),
  });
  return (
    <Facts
      facts={[
        ['Where', <Where key="where" item={item} />],
        ['What ends it', item.repair.text],
        [
          'Proof',
          item.cause === 'proofFailed' && team && (
            <>
              <Link
                href={attestationsRoute && `${attestationsRoute()}?${proof}`}
              >
                What jobs of the team read
              </Link>
              {' · '}
              <TeamJobsLink teamRef={team.entityRef}>Verify again</TeamJobsLink>
            </>
          ),
        ],
        ['Changed by', item.changedBy],
        ['Changed', item.changedAt && timeText(item.changedAt)],
        ['Seen first', timeText(item.firstSeenAt)],
        ['Seen last', timeText(item.lastSeenAt)],
        [
          'Told',
          toldTo.length > 0 &&
            toldTo.map((ref, i) => (
              <span key={ref}>
                {i > 0 && ', '}
                <Person entityRef={ref} />
              </span>
            )),
        ],
        [
          'Request',
          request && (
            <Link href={requestRoute?.({ requestId: request })}>
              The request behind the grant
            </Link>
          ),
        ],
        [
          'Repair',
          repairChangeId ? (
            <Link href={changeRoute?.({ changeId: repairChangeId })}>
              The change
            </Link>
          ) : (
            repairPlanId && (
              <Link href={planRoute?.({ planId: repairPlanId })}>The plan</Link>
            )
          ),
        ],
      ]}
    />
  );
}
