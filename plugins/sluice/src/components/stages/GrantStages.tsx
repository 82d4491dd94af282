import type { ReactNode } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import {
  type AccessGrantSpec,
  type SluiceApi,
  STAGE_NAMES,
  type StageName,
} from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { LevelChip } from '../explorer/LevelChip';
import tables from '../entity/entity.module.css';
import { ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { proofIn } from './ObservedAccess';
import { StageAccess } from './StageAccess';
import { differingStages, StageDifferences } from './StageDifferences';
import { STAGE_TITLES } from './stageTitles';
import styles from './stages.module.css';

/** The four stages of one team's access to one table, and where they differ. */
export function GrantStages({
  spec: { team, table, stages },
}: {
  spec: Pick<AccessGrantSpec, 'team' | 'table' | 'stages'>;
}) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['stages', { team, table }],
    queryFn: () => api.getStages({ team, table }),
  });
  if (!data && !error) return <LoadingState what="the stages" rows={4} />;
  const [item] = data?.items ?? [];
  if (item) return <Compared item={item} />;
  return (
    <Flex direction="column" gap="3">
      {error && (
        <ErrorState error={error} what="the stages" onRetry={() => refetch()} />
      )}
      <InCatalog stages={stages} />
      <Text variant="body-small" color="secondary">
        That is what the catalog holds. Members of the team and owners of the
        data product see what is declared and granted, and whether they agree.
      </Text>
    </Flex>
  );
}

function Compared({ item }: { item: SluiceApi.AccessStages }) {
  const differing = differingStages(item);
  return (
    <Flex direction="column" gap="3">
      <StageList
        accessOf={name => <StageAccess item={item} name={name} />}
        timeOf={name => item.stages[name].at}
        differing={differing}
        proof={proofIn(item)}
      />
      <StageDifferences item={item} />
    </Flex>
  );
}

/** What the catalog holds can be seen by more people than the comparison. */
function InCatalog({ stages }: Pick<AccessGrantSpec, 'stages'>) {
  return (
    <StageList
      accessOf={name => {
        const stage = stages[name];
        return stage ? <LevelChip level={stage.level} /> : 'Not looked at';
      }}
      timeOf={name => stages[name]?.since}
    />
  );
}

function StageList({
  accessOf,
  timeOf,
  differing,
  proof,
}: {
  accessOf: (name: StageName) => ReactNode;
  timeOf: (name: StageName) => string | undefined;
  differing?: Set<string>;
  proof?: 'agrees' | 'differs';
}) {
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Stages of access">
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Access</th>
            <th scope="col">As of</th>
          </tr>
        </thead>
        <tbody>
          {STAGE_NAMES.map(name => {
            const { title, meaning } = STAGE_TITLES[name];
            const at = timeOf(name);
            return (
              <tr key={name}>
                <th scope="row">
                  {title}: {meaning}
                </th>
                <td
                  className={styles.stage}
                  data-differs={differing?.has(name)}
                  data-proof={name === 'observed' ? proof : undefined}
                >
                  {accessOf(name)}
                </td>
                <td className={tables.short}>{at ? timeText(at) : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
