import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { columnsText, LEVELS, rowsText } from '../accessMatrix/level';
import { timeText } from '../time';
import { ColumnAccessTable } from './ColumnAccessTable';
import { ReasonChain } from './ReasonChain';
import styles from './AccessDetails.module.css';

function summary({ level, columns = [], rows }: SluiceApi.EffectiveAccess) {
  const { title, meaning } = LEVELS[level];
  if (level !== 'partial') return `${title}: ${meaning}.`;
  const visible = columns.filter(column => column.rows.kind !== 'none').length;
  return `${columnsText(visible, columns.length)}, ${
    rowsText(rows) ?? 'every row'
  }.`;
}

function linkName({ databaseName, tableName }: SluiceApi.TableRef) {
  return `${databaseName}.${tableName}`;
}

/** The whole answer for one team and one table. */
export function AccessDetails({
  access,
}: {
  access: SluiceApi.EffectiveAccess;
}) {
  const { level, columns, links = [], otherPermissions = [] } = access;
  return (
    <Flex direction="column" gap="5">
      <p className={styles.summary} data-level={level}>
        {LEVELS[level].icon}
        <Text variant="body-large" weight="bold">
          {summary(access)}
        </Text>
      </p>
      {(access.problems ?? []).map(problem => (
        <Alert key={problem} status="warning" icon title={problem} />
      ))}
      {access.warnings.map(warning => (
        <Alert key={warning} status="warning" icon title={warning} />
      ))}
      {access.reasons.length > 0 && (
        <section aria-label="Why">
          <Text as="h3" variant="title-x-small">
            Why
          </Text>
          <ReasonChain reasons={access.reasons} />
        </section>
      )}
      {columns && columns.length > 0 && (
        <section aria-label="What">
          <Text as="h3" variant="title-x-small">
            Columns and rows
          </Text>
          <ColumnAccessTable columns={columns} />
        </section>
      )}
      <dl className={styles.facts}>
        {access.team.principal && (
          <>
            <dt>Reads as</dt>
            <dd>
              <code>{access.team.principal}</code>
            </dd>
          </>
        )}
        {links.length > 0 && (
          <>
            <dt>Through the resource link</dt>
            <dd>
              <code>{links.map(linkName).join(', ')}</code>
            </dd>
          </>
        )}
        {otherPermissions.length > 0 && (
          <>
            <dt>Other permissions</dt>
            <dd>{otherPermissions.join(', ')}</dd>
          </>
        )}
        {access.grant && (
          <>
            <dt>Grant</dt>
            <dd>
              <EntityRefLink entityRef={access.grant} hideIcon />
            </dd>
          </>
        )}
        {access.observedAt && (
          <>
            <dt>Read from Lake Formation</dt>
            <dd>{timeText(access.observedAt)}</dd>
          </>
        )}
      </dl>
    </Flex>
  );
}
