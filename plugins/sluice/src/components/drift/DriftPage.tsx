import { useSearchParams } from 'react-router-dom';
import { Flex, Select, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ProductSelect, TableSelect, TeamSelect } from '../catalog';
import { CAUSES, DriftFilter, filterIn, withFilter } from './driftFilter';
import { DriftList } from './DriftList';
import styles from './drift.module.css';

const ANY = 'any';

const STATUSES: Record<SluiceApi.DriftStatus, string> = {
  open: 'Open',
  ignored: 'Ignored',
  gone: 'Gone',
};

/** Where what is declared and what is granted differ. The filter stands in the URL. */
export function DriftPage() {
  const [search, setSearch] = useSearchParams();
  const filter = filterIn(search);
  const change = (next: DriftFilter) =>
    setSearch(current => withFilter(current, next), { replace: true });
  return (
    <Flex direction="column" gap="4">
      <Flex align="end" gap="3" className={styles.wrap}>
        <ToggleButtonGroup
          aria-label="Which differences"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[filter.status ?? 'open']}
          onSelectionChange={([chosen]) =>
            change({ status: chosen as SluiceApi.DriftStatus })
          }
        >
          {Object.entries(STATUSES).map(([id, title]) => (
            <ToggleButton key={id} id={id}>
              {title}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Select
          label="Cause"
          size="small"
          options={[{ id: ANY, label: 'Any' }, ...CAUSES]}
          value={filter.cause ?? ANY}
          onChange={key =>
            change({ cause: key && key !== ANY ? String(key) : undefined })
          }
          className={styles.filter}
        />
        <TeamSelect
          value={filter.team}
          onChange={team => change({ team })}
          className={styles.filter}
        />
        <ProductSelect
          value={filter.product}
          onChange={product => change({ product })}
          className={styles.filter}
        />
        <TableSelect
          value={filter.table}
          onChange={table => change({ table })}
          className={styles.filter}
        />
      </Flex>
      <DriftList key={JSON.stringify(filter)} filter={filter} />
    </Flex>
  );
}
