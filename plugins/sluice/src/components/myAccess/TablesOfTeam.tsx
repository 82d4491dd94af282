import { useState } from 'react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Flex, SearchField, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessCell } from '../accessMatrix/AccessCell';
import { cellOf } from '../entity/cellOf';
import tables from '../entity/entity.module.css';
import { Agreement } from './Agreement';
import type { OpenAgreement } from './AgreementDialog';
import styles from './myAccess.module.css';

/** Rows that are drawn at first; a team may read hundreds of tables. */
const FIRST_ROWS = 50;

/** Rows from which on they are searched rather than looked through. */
const SEARCHED_ROWS = 15;

export interface TablesOfTeamProps {
  /** Of the team. */
  title: string;
  items: SluiceApi.EffectiveAccess[];
  /** Requests that give access now; undefined until they are known. */
  active: SluiceApi.AccessRequestSummary[] | undefined;
  onOpen: (open: OpenAgreement) => void;
  onWhy: (table: string) => void;
}

/** What a team reads, what ends first on top, with the agreements behind it. */
export function TablesOfTeam({
  title,
  items,
  active,
  onOpen,
  onWhy,
}: TablesOfTeamProps) {
  const [term, setTerm] = useState('');
  const [showsAll, setShowsAll] = useState(false);
  const rows = items
    .map(access => ({
      access,
      name: `${access.table.databaseName}.${access.table.tableName}`,
      agreements: (active ?? []).filter(each =>
        each.tables.some(({ table }) => table === access.tableEntityRef),
      ),
    }))
    .filter(({ name }) => name.toLowerCase().includes(term.toLowerCase()))
    .sort((a, b) => compare(endOf(a.agreements), endOf(b.agreements)));
  const shown = showsAll ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <Flex direction="column" gap="3">
      {items.length > SEARCHED_ROWS && (
        <SearchField
          aria-label={`Search what ${title} reads`}
          placeholder="Search by table"
          size="small"
          value={term}
          onChange={setTerm}
          className={styles.search}
        />
      )}
      <div className={tables.scroll}>
        <table className={tables.table} aria-label={`What ${title} reads`}>
          <thead>
            <tr>
              <th scope="col">Table</th>
              <th scope="col">Access</th>
              <th scope="col">By which agreement, until when</th>
              <th scope="col">Reasons</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ access, name, agreements }) => (
              <tr key={access.tableEntityRef}>
                <th scope="row" className={styles.table}>
                  <EntityRefLink
                    entityRef={access.tableEntityRef}
                    title={name}
                    hideIcon
                  />
                </th>
                <td>
                  <AccessCell cell={cellOf(access)} />
                </td>
                <td>
                  {active && agreements.length === 0 && (
                    <Text color="secondary">
                      No request: it was granted by other means
                    </Text>
                  )}
                  <ul className={styles.grants}>
                    {agreements.map(request => (
                      <Agreement
                        key={request.id}
                        request={request}
                        of={name}
                        onOpen={onOpen}
                      />
                    ))}
                  </ul>
                </td>
                <td>
                  <Button
                    variant="tertiary"
                    size="small"
                    aria-label={`Why ${title} reads ${name}`}
                    onPress={() => onWhy(access.tableEntityRef)}
                  >
                    Why
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length === 0 && (
        <Text color="secondary">No table of this name.</Text>
      )}
      {shown.length < rows.length && (
        <div>
          <Button variant="secondary" onPress={() => setShowsAll(true)}>
            {`Show all ${rows.length.toLocaleString()} tables`}
          </Button>
        </div>
      )}
    </Flex>
  );
}

/** When the first of several ends, in milliseconds; what does not end comes last. */
function endOf(agreements: SluiceApi.AccessRequestSummary[]): number {
  return Math.min(
    ...agreements.flatMap(({ expiresAt }) =>
      expiresAt ? Date.parse(expiresAt) : [],
    ),
  );
}

/** Of two that do not end, neither comes first. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
