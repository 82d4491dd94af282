import { Fragment } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { RiGitBranchLine, RiQuestionLine } from '@remixicon/react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import { STAGE_NAMES, type SluiceApi } from '@sluice/plugin-sluice-common';
import { driftRouteRef } from '../../routes';
import { LevelChip } from '../explorer/LevelChip';
import tables from '../entity/entity.module.css';
import { timeText } from '../time';
import styles from './stages.module.css';

const TITLES: Record<keyof SluiceApi.AccessStagesStages, string> = {
  declared: 'Declared',
  granted: 'Granted',
  effective: 'Effective',
  observed: 'Observed',
};

/** The four stages of each team and table, and in words where they differ. */
export function StagesTable({ items }: { items: SluiceApi.AccessStages[] }) {
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Stages of access">
        <thead>
          <tr>
            <th scope="col">Team and table</th>
            {STAGE_NAMES.map(name => (
              <th key={name} scope="col">
                {TITLES[name]}
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
  const { team, table, tableEntityRef, stages, differences, drift } = item;
  const driftRoute = useRouteRef(driftRouteRef);
  const differing = new Set(differences.flatMap(({ between }) => between));
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
          >
            <Stage stage={stages[name]} />
          </td>
        ))}
      </tr>
      {(differences.length > 0 || drift > 0) && (
        <tr>
          <td colSpan={1 + STAGE_NAMES.length} className={styles.differences}>
            <RiGitBranchLine aria-hidden size={16} />
            <span>
              {differences.map(({ text }) => text).join(' ')}
              {drift > 0 && (
                <>
                  {' '}
                  <Link
                    href={`${driftRoute?.()}?${new URLSearchParams({
                      team: team.entityRef,
                      table: tableEntityRef,
                    })}`}
                  >
                    {drift === 1 ? '1 difference' : `${drift} differences`}
                  </Link>
                </>
              )}
            </span>
          </td>
        </tr>
      )}
    </Fragment>
  );
}

function Stage({ stage }: { stage: SluiceApi.StageView }) {
  const { level, text, at } = stage;
  if (level === 'notProved') {
    return (
      <span className={styles.notProved}>
        <RiQuestionLine aria-hidden size={16} /> Not proved yet
      </span>
    );
  }
  return (
    <>
      <LevelChip level={level} />
      <Text as="div" variant="body-small" color="secondary">
        {text}
        {at && `, ${timeText(at)}`}
      </Text>
    </>
  );
}
