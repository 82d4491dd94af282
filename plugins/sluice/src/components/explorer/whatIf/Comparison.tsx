import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import tables from '../../entity/entity.module.css';
import { LevelChip } from '../LevelChip';
import { shortName } from '../PrincipalSelect';
import { compareAnswers, Side } from './compareAnswers';
import styles from '../explorer.module.css';

/** The answers now, and as they would be, side by side. */
export function Comparison({
  before,
  after,
  of,
}: {
  before: SluiceApi.AccessAnswers;
  after: SluiceApi.AccessAnswers;
  of: 'principals' | 'tables';
}) {
  const rows = compareAnswers(before, after);
  const hidden = Math.max(before.hidden, after.hidden);
  return (
    <>
      <div className={tables.scroll}>
        <table className={tables.table} aria-label="Now and then">
          <thead>
            <tr>
              <th scope="col">{of === 'principals' ? 'Who' : 'Table'}</th>
              <th scope="col">Now</th>
              <th scope="col">It would be</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, answer, now, then, differs }) => (
              <tr key={key} data-differs={differs} className={styles.compared}>
                <th scope="row" className={styles.who}>
                  {of === 'principals'
                    ? answer.team?.title ?? shortName(answer.principal)
                    : `${answer.table.databaseName}.${answer.table.tableName}`}
                </th>
                <td className={styles.much}>
                  <Answer side={now} />
                </td>
                <td className={styles.much}>
                  {differs && <Text weight="bold">Differs: </Text>}
                  <Answer side={then} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && (
        <Text color="secondary">Nobody that you may see, now or then.</Text>
      )}
      {hidden > 0 && (
        <Text color="secondary">{hidden} more that you may not see.</Text>
      )}
    </>
  );
}

function Answer({ side }: { side: Side }) {
  if (side === 'notListed') {
    return <Text color="secondary">Not on the first page of answers</Text>;
  }
  return (
    <>
      <LevelChip level={side?.level ?? 'none'} />
      {side && (
        <Text as="div" variant="body-small" color="secondary">
          {side.text}
        </Text>
      )}
    </>
  );
}
