import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink, useEntity } from '@backstage/plugin-catalog-react';
import { Flex } from '@backstage/ui';
import type {
  AccessGrantEntityV1alpha1,
  AccessGrantSpec,
} from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { AccessDetails } from '../accessDetails';
import { LEVELS } from '../accessMatrix';
import { QueryProvider } from '../QueryProvider';
import { ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { Facts } from './Facts';
import { Section } from './Section';
import styles from './entity.module.css';

/** The stages of access, in the order in which they follow from each other. */
const STAGES: [keyof AccessGrantSpec['stages'], string, string][] = [
  ['declared', 'Declared', 'what Sluice was told to make true'],
  ['granted', 'Granted', 'what Lake Formation and IAM hold'],
  ['effective', 'Effective', 'what the team can therefore read'],
  ['observed', 'Observed', 'what a job actually read'],
];

/** One team's access to one table, with its reasons. */
export function AccessGrantContent() {
  const { spec } = useEntity<AccessGrantEntityV1alpha1>().entity;
  return (
    <QueryProvider>
      <Flex direction="column" gap="4">
        <Section title="Grant">
          <Facts
            facts={[
              ['Team', <EntityRefLink entityRef={spec.team} />],
              ['Table', <EntityRefLink entityRef={spec.table} />],
              [
                'Data product',
                spec.product && <EntityRefLink entityRef={spec.product} />,
              ],
              ['Permissions', spec.permissions.join(', ')],
              ['Origin', spec.origin],
            ]}
          />
        </Section>
        <Section title="Stages of access">
          <Stages stages={spec.stages} />
        </Section>
        <Reasons team={spec.team} table={spec.table} />
      </Flex>
    </QueryProvider>
  );
}

function Stages({ stages }: Pick<AccessGrantSpec, 'stages'>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label="Stages of access">
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Access</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {STAGES.map(([key, title, meaning]) => {
            const stage = stages[key];
            return (
              <tr key={key}>
                <th scope="row">
                  {title}: {meaning}
                </th>
                <td>{stage ? LEVELS[stage.level].title : 'Not looked at'}</td>
                <td>{stage?.since ? timeText(stage.since) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Reasons({ team, table }: Pick<AccessGrantSpec, 'team' | 'table'>) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['effective-access', team, table],
    queryFn: () => api.getEffectiveAccess({ team, table }),
  });
  if (error) {
    return (
      <ErrorState
        error={error}
        what="the reasons for this access"
        onRetry={() => refetch()}
      />
    );
  }
  if (!data) return <LoadingState what="the reasons for this access" />;
  return (
    <Section title="What it lets the team read">
      <AccessDetails access={data} />
    </Section>
  );
}
