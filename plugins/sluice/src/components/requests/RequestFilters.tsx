import { Button, Flex, Select, Text } from '@backstage/ui';
import { REQUEST_PHASES, type SluiceApi } from '@sluice/plugin-sluice-common';
import { nameOf, PersonSelect, ProductSelect, TeamSelect } from '../catalog';
import type { RequestFilter } from './requestFilter';
import { PHASES } from './requestPhase';
import styles from './requests.module.css';

/** Narrows a list of requests. */
export function RequestFilters({
  filter,
  withPhase,
  onChange,
}: {
  filter: RequestFilter;
  /** What waits for a decision is in one phase. */
  withPhase: boolean;
  onChange: (change: RequestFilter) => void;
}) {
  return (
    <Flex direction="column" gap="2">
      <Flex align="end" gap="3" className={styles.filters}>
        {withPhase && (
          <Select
            label="Phase"
            size="small"
            selectionMode="multiple"
            placeholder="Any"
            options={REQUEST_PHASES.map(id => ({
              id,
              label: PHASES[id].title,
            }))}
            value={filter.phase ?? []}
            onChange={chosen =>
              onChange({
                phase:
                  chosen.length > 0
                    ? (chosen as SluiceApi.RequestPhase[])
                    : undefined,
              })
            }
            className={styles.filter}
          />
        )}
        <TeamSelect
          value={filter.team}
          onChange={team => onChange({ team })}
          className={styles.filter}
        />
        <ProductSelect
          value={filter.product}
          onChange={product => onChange({ product })}
          className={styles.filter}
        />
        <PersonSelect
          value={filter.person}
          onChange={person => onChange({ person })}
          className={styles.filter}
        />
      </Flex>
      {filter.table && (
        <Flex align="center" gap="2" className={styles.filters}>
          <Text color="secondary" className={styles.anywhere}>
            Only requests about the table {nameOf(filter.table)}.
          </Text>
          <Button
            variant="tertiary"
            size="small"
            onPress={() => onChange({ table: undefined })}
          >
            Show all tables
          </Button>
        </Flex>
      )}
    </Flex>
  );
}
