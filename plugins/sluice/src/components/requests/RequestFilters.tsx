import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { EntityFilterQuery } from '@backstage/catalog-client';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Button, Flex, Select, Text } from '@backstage/ui';
import { REQUEST_PHASES, type SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import type { RequestFilter } from './requestFilter';
import { PHASES } from './requestPhase';
import styles from './requests.module.css';

const ANY = 'any';

/** Enough to choose from; the list is searched by name. */
const MAX_OPTIONS = 500;

interface Option {
  id: string;
  label: string;
}

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
        <EntitySelect
          label="Team"
          filter={{ kind: 'Group', 'spec.type': 'team' }}
          value={filter.team}
          onChange={team => onChange({ team })}
        />
        <EntitySelect
          label="Data product"
          filter={{ kind: 'DataProduct' }}
          value={filter.product}
          onChange={product => onChange({ product })}
        />
        <EntitySelect
          label="Person"
          filter={{ kind: 'User' }}
          value={filter.person}
          onChange={person => onChange({ person })}
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

/** Select of one entity of the catalog, whose first choice is "any". */
function EntitySelect({
  label,
  filter,
  value,
  onChange,
}: {
  label: string;
  filter: EntityFilterQuery;
  value: string | undefined;
  onChange: (entityRef: string | undefined) => void;
}) {
  const catalog = useApi(catalogApiRef);
  const { data = [] } = useQuery({
    queryKey: ['entity-options', filter],
    queryFn: async (): Promise<Option[]> => {
      const { items } = await catalog.queryEntities({
        filter,
        fields: [
          'kind',
          'metadata.namespace',
          'metadata.name',
          'metadata.title',
        ],
        orderFields: [{ field: 'metadata.name', order: 'asc' }],
        limit: MAX_OPTIONS,
      });
      return items.map(entity => ({
        id: stringifyEntityRef(entity),
        label: entity.metadata.title ?? entity.metadata.name,
      }));
    },
    staleTime: 60_000,
  });
  // A link may name one that the catalog does not list.
  const named =
    value && !data.some(({ id }) => id === value)
      ? [{ id: value, label: nameOf(value) }]
      : [];
  return (
    <Select
      label={label}
      size="small"
      search={{ placeholder: 'Search' }}
      options={[{ id: ANY, label: 'Any' }, ...named, ...data]}
      value={value ?? ANY}
      onChange={chosen =>
        onChange(chosen === ANY || !chosen ? undefined : String(chosen))
      }
      className={styles.filter}
    />
  );
}

/** A name to show; the URL may hold anything. */
function nameOf(entityRef: string): string {
  try {
    return parseEntityRef(entityRef).name;
  } catch {
    return entityRef;
  }
}
