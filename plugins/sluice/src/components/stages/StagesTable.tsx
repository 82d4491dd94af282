import { Fragment } from 'react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import { STAGE_NAMES, type SluiceApi } from '@sluice/plugin-sluice-common';
import tables from '../entity/entity.module.css';
import { timeText } from '../time';
import { proofIn } from './ObservedAccess';
import { StageAccess } from './StageAccess';
import { differingStages, differs, StageDifferences } from './StageDifferences';
import { STAGE_TITLES } from './stageTitles';
import styles from './stages.module.css';

/** The four stages of each team and table, and in words where they differ. */
export function StagesTable({ items }: { items: SluiceApi.AccessStages[] }) {
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Stages of access">
        <thead>
          <tr>
            <th scope="col">Team and table</th>
            {STAGE_NAMES.map(name => (
              <th key={name} scope="col" title={STAGE_TITLES[name].meaning}>
                {STAGE_TITLES[name].title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <Row
              key={`${item.team.entityRef} ${item.tableEntityRef}`}
              item={item}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ item }: { item: SluiceApi.AccessStages }) {
  const { team, table, tableEntityRef, stages } = item;
  const differing = differingStages(item);
  return (
    <Fragment>
      <tr>
        <th scope="row" className={styles.what}>
          <EntityRefLink
            entityRef={team.entityRef}
            title={team.title}
            hideIcon
          />
          <Text as="div" variant="body-small" color="secondary">
            <EntityRefLink
              entityRef={tableEntityRef}
              title={`${table.databaseName}.${table.tableName}`}
              hideIcon
            />
          </Text>
        </th>
        {STAGE_NAMES.map(name => (
          <td
            key={name}
            className={styles.stage}
            data-differs={differing.has(name)}
            data-proof={name === 'observed' ? proofIn(item) : undefined}
          >
            <StageAccess item={item} name={name} />
            {stages[name].at && (
              <Text as="div" variant="body-small" color="secondary">
                {timeText(stages[name].at)}
              </Text>
            )}
          </td>
        ))}
      </tr>
      {differs(item) && (
        <tr>
          <td colSpan={1 + STAGE_NAMES.length}>
            <StageDifferences item={item} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}
