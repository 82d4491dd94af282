import { Badge, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import tables from '../entity/entity.module.css';
import { timeText } from '../time';
import type { ComparedView } from './compareViews';
import { Standing } from './Standing';
import styles from './preview.module.css';

/** Rows as a team reads them; beside another view, what differs is marked. */
export function PreviewRows({
  preview: { columns, rows, rowCount, queriedAt },
  label,
  compared,
}: {
  preview: SluiceApi.Preview;
  /** Name of the table of rows. */
  label: string;
  compared?: ComparedView;
}) {
  const isOwn = (name: string) => compared?.ownColumns.includes(name);
  return (
    <Flex direction="column" gap="2">
      <Text as="p" role="status" className={styles.text}>
        {rows.length === rowCount
          ? `All ${rowCount.toLocaleString()} rows that the team reads`
          : `${
              rows.length
            } of ${rowCount.toLocaleString()} rows that the team reads`}
        , at {timeText(queriedAt)}.
      </Text>
      <div className={tables.scroll}>
        <table className={`${tables.table} ${styles.rows}`} aria-label={label}>
          <thead>
            <tr>
              {compared?.rows && <th scope="col">In the other view</th>}
              {columns.map(({ name, type }) => (
                <th key={name} scope="col" data-own={isOwn(name)}>
                  {name}
                  <Text as="div" variant="body-small" color="secondary">
                    {type}
                  </Text>
                  {isOwn(name) && <Badge size="small">Only here</Badge>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <tr key={i} data-standing={compared?.rows?.[i]}>
                {compared?.rows && (
                  <th scope="row" className={tables.short}>
                    <Standing standing={compared.rows[i]} />
                  </th>
                )}
                {row.map((value, column) => (
                  <td
                    key={columns[column].name}
                    data-own={isOwn(columns[column].name)}
                  >
                    {value === null ? (
                      <span className={styles.null}>NULL</span>
                    ) : (
                      value
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Flex>
  );
}
