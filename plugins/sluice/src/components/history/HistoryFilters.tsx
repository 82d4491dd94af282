import { Button, Flex, Select, Text } from '@backstage/ui';
import type { RequestEventType } from '@sluice/plugin-sluice-common';
import {
  nameOf,
  PersonSelect,
  ProductSelect,
  TableSelect,
  TeamSelect,
} from '../catalog';
import { DateTimeField } from '../dateTime';
import { EVENT_TITLES } from './eventTitles';
import { EVENT_TYPES, HistoryFilter } from './historyFilter';
import styles from './history.module.css';

const ANY = 'any';

/** What only a link says, and how it is told. */
const BY_LINK: ['request' | 'grant' | 'review', string][] = [
  ['request', 'the request'],
  ['grant', 'the grant'],
  ['review', 'answers in the access review'],
];

/** Narrows the history. */
export function HistoryFilters({
  filter,
  of,
  onChange,
}: {
  filter: HistoryFilter;
  /** Whose history it is, which is not to be chosen. */
  of: HistoryFilter;
  onChange: (change: HistoryFilter) => void;
}) {
  return (
    <Flex direction="column" gap="2">
      <Flex align="end" gap="3" className={styles.filters}>
        {!of.team && (
          <TeamSelect
            value={filter.team}
            onChange={team => onChange({ team })}
            className={styles.filter}
          />
        )}
        {!of.product && (
          <ProductSelect
            value={filter.product}
            onChange={product => onChange({ product })}
            className={styles.filter}
          />
        )}
        <TableSelect
          value={filter.table}
          onChange={table => onChange({ table })}
          className={styles.filter}
        />
        <PersonSelect
          value={filter.person}
          onChange={person => onChange({ person })}
          className={styles.filter}
        />
        <Select
          label="What happened"
          size="small"
          options={[
            { id: ANY, label: 'Any' },
            ...EVENT_TYPES.map(id => ({ id, label: EVENT_TITLES[id] })),
          ]}
          value={filter.type ?? ANY}
          onChange={chosen =>
            onChange({
              type: chosen === ANY ? undefined : (chosen as RequestEventType),
            })
          }
          className={styles.filter}
        />
        <Flex align="end" gap="3" className={styles.filters}>
          <DateTimeField
            label="Since"
            isDense
            value={filter.since ?? ''}
            onChange={since => onChange({ since: since || undefined })}
          />
          <DateTimeField
            label="Before"
            isDense
            value={filter.until ?? ''}
            onChange={until => onChange({ until: until || undefined })}
          />
        </Flex>
      </Flex>
      {BY_LINK.map(
        ([key, what]) =>
          filter[key] && (
            <Flex key={key} align="center" gap="2" className={styles.filters}>
              <Text color="secondary" className={styles.anywhere}>
                Only {what} {nameOf(filter[key])}.
              </Text>
              <Button
                variant="tertiary"
                size="small"
                onPress={() => onChange({ [key]: undefined })}
              >
                Show all
              </Button>
            </Flex>
          ),
      )}
    </Flex>
  );
}
