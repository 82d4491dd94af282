import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Badge, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessCell } from './AccessCell';
import { DriftMark } from './DriftMark';
import { cellText } from './level';
import { useGridNavigation } from './useGridNavigation';
import styles from './AccessMatrix.module.css';

export interface CellAddress {
  team: string;
  table: string;
}

export interface MatrixGridProps {
  matrix: Pick<SluiceApi.AccessMatrix, 'tables' | 'teams' | 'cells'>;
  onOpen: (address: CellAddress) => void;
}

function keyOf({ team, table }: CellAddress): string {
  return `${team} ${table}`;
}

/** Tables of one product belong together, in the order in which they came. */
function byProduct(tables: SluiceApi.MatrixTable[]) {
  const groups = new Map<string, SluiceApi.MatrixTable[]>();
  for (const table of tables) {
    const product = table.productRef ?? '';
    groups.set(product, [...(groups.get(product) ?? []), table]);
  }
  return [...groups].map(([productRef, members]) => ({ productRef, members }));
}

/** Teams × tables. */
export function MatrixGrid({ matrix, onOpen }: MatrixGridProps) {
  const { teams } = matrix;
  const groups = byProduct(matrix.tables);
  const order = groups.flatMap(group => group.members);
  const rowOf = new Map(order.map((table, i) => [table.entityRef, i]));
  const cells = new Map(matrix.cells.map(cell => [keyOf(cell), cell]));
  const { grid, cellProps } = useGridNavigation(order.length, teams.length);

  return (
    <div className={styles.scroll}>
      <table
        ref={grid}
        role="grid"
        aria-label="Access of teams to tables"
        aria-rowcount={order.length + 1}
        className={styles.grid}
      >
        <thead>
          <tr>
            <th scope="col" className={styles.corner}>
              Data product and table
            </th>
            {teams.map(team => (
              <th key={team.entityRef} scope="col" className={styles.team}>
                <EntityRefLink
                  entityRef={team.entityRef}
                  title={team.title}
                  hideIcon
                />
                {!team.onboarded && (
                  <span
                    className={styles.flag}
                    title="The team has no job execution role yet, so it can read nothing"
                  >
                    <Badge size="small">Not onboarded</Badge>
                  </span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        {groups.map(({ productRef, members }) => (
          <tbody key={productRef}>
            {members.map((table, i) => {
              const row = rowOf.get(table.entityRef)!;
              const name = table.ref.tableName;
              return (
                <tr key={table.entityRef}>
                  <th scope="row" className={styles.table}>
                    {i === 0 &&
                      (productRef ? (
                        <EntityRefLink
                          entityRef={productRef}
                          title={table.productTitle}
                          hideIcon
                          className={styles.product}
                        />
                      ) : (
                        <Text
                          variant="body-small"
                          color="secondary"
                          className={styles.product}
                        >
                          No data product
                        </Text>
                      ))}
                    <EntityRefLink
                      entityRef={table.entityRef}
                      title={`${table.ref.databaseName}.${name}`}
                      hideIcon
                      className={styles.tableName}
                    />
                    <span className={styles.columns}>
                      {table.columnCount} columns
                    </span>
                  </th>
                  {teams.map((team, column) => {
                    const address = {
                      team: team.entityRef,
                      table: table.entityRef,
                    };
                    const cell = cells.get(keyOf(address));
                    return (
                      <td key={team.entityRef} role="gridcell">
                        {cell && (
                          <button
                            type="button"
                            className={styles.open}
                            aria-label={cellText(cell, team.title, name)}
                            aria-haspopup="dialog"
                            onClick={() => onOpen(address)}
                            {...cellProps({ row, column })}
                          >
                            <AccessCell cell={cell} />
                          </button>
                        )}
                        {cell?.drift !== undefined && cell.drift > 0 && (
                          <DriftMark
                            drift={cell.drift}
                            address={address}
                            title={`${team.title}, ${name}`}
                          />
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </div>
  );
}
