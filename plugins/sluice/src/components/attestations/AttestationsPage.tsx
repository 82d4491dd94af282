import { useSearchParams } from 'react-router-dom';
import { Flex, Select, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { TableSelect, TeamSelect } from '../catalog';
import {
  AttestationFilter,
  filterIn,
  VERDICT_OPTIONS,
  withFilter,
} from './attestationFilter';
import { AttestationsList } from './AttestationsList';
import styles from './attestations.module.css';

const ANY = 'any';

/** What verifications have shown, newest first. The filter stands in the URL. */
export function AttestationsPage() {
  const [search, setSearch] = useSearchParams();
  const filter = filterIn(search);
  const change = (next: AttestationFilter) =>
    setSearch(current => withFilter(current, next), { replace: true });
  return (
    <Flex direction="column" gap="4">
      <Text color="secondary">
        Each is what a job saw that read as a team, beside what the team is to
        read.
      </Text>
      <Flex align="end" gap="3" className={styles.wrap}>
        <TeamSelect
          value={filter.team}
          onChange={team => change({ team })}
          className={styles.filter}
        />
        <TableSelect
          value={filter.table}
          onChange={table => change({ table })}
          className={styles.filter}
        />
        <Select
          label="Verdict"
          size="small"
          options={[{ id: ANY, label: 'Any' }, ...VERDICT_OPTIONS]}
          value={filter.verdict ?? ANY}
          onChange={key =>
            change({
              verdict:
                key && key !== ANY
                  ? (key as SluiceApi.AttestationVerdict)
                  : undefined,
            })
          }
          className={styles.filter}
        />
      </Flex>
      <AttestationsList key={JSON.stringify(filter)} filter={filter} />
    </Flex>
  );
}
