import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink, useEntity } from '@backstage/plugin-catalog-react';
import { Alert, Flex } from '@backstage/ui';
import type {
  AccessGrantEntityV1alpha1,
  AccessGrantSpec,
} from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { AccessDetails } from '../accessDetails';
import { columnsText, LEVELS } from '../accessMatrix';
import { ExplorerLink } from '../explorer/ExplorerLink';
import { QueryProvider } from '../QueryProvider';
import { RequestsBehind } from '../requests';
import { GrantStages } from '../stages';
import { ErrorState, LoadingState } from '../states';
import { Facts } from './Facts';
import { Section } from './Section';

const ORIGINS: Record<AccessGrantSpec['origin'], string> = {
  import: 'Found in Lake Formation',
  request: 'Requested',
  gitops: 'Declared in Git',
  breakGlass: 'Break glass',
};

function isReadable({ level }: AccessGrantSpec): boolean {
  return level === 'full' || level === 'partial';
}

/** One team's access to one table, with its reasons. */
export function AccessGrantContent() {
  const { spec } = useEntity<AccessGrantEntityV1alpha1>().entity;
  return (
    <QueryProvider>
      <Flex direction="column" gap="4">
        <Section title="Grant">
          <Grant spec={spec} />
        </Section>
        <Section title="Requests behind it">
          <RequestsBehind team={spec.team} table={spec.table} />
        </Section>
        <Section title="Stages of access">
          <GrantStages spec={spec} />
        </Section>
        <Reasons team={spec.team} table={spec.table} />
      </Flex>
    </QueryProvider>
  );
}

/** What the catalog holds: it can be read even where the reasons may not. */
function Grant({ spec }: { spec: AccessGrantSpec }) {
  const { columns, hiddenColumns, principal, problems = [] } = spec;
  return (
    <Flex direction="column" gap="4">
      {problems.map(problem => (
        <Alert key={problem} status="warning" icon title={problem} />
      ))}
      <Facts
        facts={[
          ['Team', <EntityRefLink entityRef={spec.team} />],
          ['Table', <EntityRefLink entityRef={spec.table} />],
          [
            'Data product',
            spec.product && <EntityRefLink entityRef={spec.product} />,
          ],
          [
            'Level',
            `${LEVELS[spec.level].title}: ${LEVELS[spec.level].meaning}`,
          ],
          [
            'Columns',
            isReadable(spec) &&
              `${columnsText(
                columns.length,
                columns.length + hiddenColumns,
              )}: ${columns.map(({ name }) => name).join(', ')}`,
          ],
          [
            'Rows',
            isReadable(spec) &&
              (spec.rowFilter ? <code>{spec.rowFilter}</code> : 'every row'),
          ],
          ['Permissions', spec.permissions.join(', ')],
          ['Job execution role', <code>{principal.arn}</code>],
          [
            'Unique id of the role',
            principal.uniqueId && <code>{principal.uniqueId}</code>,
          ],
          ['Origin', ORIGINS[spec.origin]],
        ]}
      />
    </Flex>
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
      <Flex direction="column" gap="4">
        <AccessDetails access={data} />
        <ExplorerLink question="why" team={team} table={table}>
          Explain it in the explorer
        </ExplorerLink>
      </Flex>
    </Section>
  );
}
