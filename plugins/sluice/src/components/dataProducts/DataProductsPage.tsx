import { useState } from 'react';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  entityRouteRef,
  EntityRefLink,
} from '@backstage/plugin-catalog-react';
import {
  Badge,
  Cell,
  CellText,
  ColumnConfig,
  Flex,
  SearchField,
  Select,
  Table,
  Text,
  useTable,
} from '@backstage/ui';
import type {
  DataProductEntityV1alpha1,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { LEVELS } from '../accessMatrix';
import { EmptyState, ErrorState } from '../states';
import {
  DataProductFilter,
  dataProductFacets,
  queryDataProducts,
} from './dataProductQuery';
import styles from './DataProductsPage.module.css';

const ANY = 'any';

type Row = {
  id: string;
  entity: DataProductEntityV1alpha1;
};

function titleOf(entityRef: string): string {
  return parseEntityRef(entityRef, { defaultKind: 'domain' }).name;
}

/** Select whose first choice is "any". */
function FacetSelect({
  label,
  values,
  value,
  onChange,
}: {
  label: string;
  values: { id: string; label: string }[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}) {
  return (
    <Select
      label={label}
      size="small"
      options={[{ id: ANY, label: 'Any' }, ...values]}
      value={value ?? ANY}
      onChange={chosen =>
        onChange(chosen === ANY || !chosen ? undefined : String(chosen))
      }
      className={styles.filter}
    />
  );
}

/** The index: find a data product, see at once whether one's own team can read it. */
export function DataProductsPage() {
  const catalog = useApi(catalogApiRef);
  const api = useApi(sluiceApiRef);
  const entityRoute = useRouteRef(entityRouteRef);
  const [mine, setMine] = useState<string>();

  const facets = useQuery({
    queryKey: ['data-product-facets'],
    queryFn: () => dataProductFacets(catalog),
  });
  const access = useQuery({
    queryKey: ['my-access'],
    queryFn: () => api.getMyAccess(),
  });
  const accessOf = new Map(
    (access.data?.items ?? []).map(item => [item.productRef, item]),
  );
  // Unknown is not a yes: only what is known to be readable counts.
  const readable = [...accessOf.values()]
    .filter(item => item.level === 'full' || item.level === 'partial')
    .map(item => item.productRef);

  const { tableProps, filter, search, reload } = useTable<
    Row,
    DataProductFilter
  >({
    mode: 'offset',
    initialFilter: {},
    getData: async ({ offset, pageSize, filter: chosen, search: term }) => {
      const { items, total } = await queryDataProducts(catalog, {
        filter: chosen ?? {},
        search: term,
        offset,
        limit: pageSize,
      });
      return {
        data: items.map(entity => ({
          id: stringifyEntityRef(entity),
          entity,
        })),
        totalCount: total,
      };
    },
    paginationOptions: { pageSize: 20 },
  });
  const chosen = filter.value ?? {};
  const choose = (change: DataProductFilter) =>
    filter.onChange({ ...chosen, ...change });

  const columns: ColumnConfig<Row>[] = [
    {
      id: 'name',
      label: 'Data product',
      isRowHeader: true,
      cell: ({ entity }) => (
        <CellText
          title={entity.metadata.title ?? entity.metadata.name}
          description={entity.metadata.description}
        />
      ),
      defaultWidth: '3fr',
    },
    {
      id: 'domain',
      label: 'Domain',
      cell: ({ entity }) => (
        <CellText
          title={entity.spec.domain ? titleOf(entity.spec.domain) : '–'}
        />
      ),
      defaultWidth: '1fr',
    },
    {
      id: 'owner',
      label: 'Owner',
      cell: ({ entity }) => (
        <Cell>
          <EntityRefLink
            entityRef={entity.spec.owner}
            defaultKind="group"
            hideIcon
          />
        </Cell>
      ),
      defaultWidth: '1fr',
    },
    {
      id: 'classification',
      label: 'Classification',
      cell: ({ entity }) => (
        <CellText title={entity.spec.classification ?? '–'} />
      ),
      defaultWidth: '1fr',
    },
    {
      id: 'access',
      label: 'My access',
      cell: ({ id }) => (
        <Cell>
          <MyAccess item={accessOf.get(id)} state={access.status} />
        </Cell>
      ),
      defaultWidth: '1fr',
    },
  ];

  if (tableProps.error) {
    return (
      <ErrorState
        error={tableProps.error}
        what="the data products"
        onRetry={reload}
      />
    );
  }
  return (
    <Flex direction="column" gap="4">
      <Flex align="end" gap="3" className={styles.filters}>
        <SearchField
          aria-label="Search data products"
          placeholder="Search by name, purpose or tag"
          size="small"
          {...search}
          className={styles.search}
        />
        <FacetSelect
          label="Domain"
          values={(facets.data?.domains ?? []).map(id => ({
            id,
            label: titleOf(id),
          }))}
          value={chosen.domain}
          onChange={domain => choose({ domain })}
        />
        <FacetSelect
          label="Owner"
          values={(facets.data?.owners ?? []).map(id => ({
            id,
            label: titleOf(id),
          }))}
          value={chosen.owner}
          onChange={owner => choose({ owner })}
        />
        <FacetSelect
          label="Tag"
          values={(facets.data?.tags ?? []).map(id => ({ id, label: id }))}
          value={chosen.tag}
          onChange={tag => choose({ tag })}
        />
        <FacetSelect
          label="My access"
          values={
            access.isSuccess
              ? [{ id: 'readable', label: 'My teams can read it' }]
              : []
          }
          value={mine}
          onChange={value => {
            setMine(value);
            choose({ only: value ? readable : undefined });
          }}
        />
      </Flex>
      <Table
        columnConfig={columns}
        {...tableProps}
        rowConfig={{
          getHref: ({ entity }) =>
            entityRoute?.({
              kind: entity.kind.toLowerCase(),
              namespace: entity.metadata.namespace ?? 'default',
              name: entity.metadata.name,
            }),
        }}
        emptyState={
          <EmptyState title="No data product matches">
            Clear a filter or the search. A new product shows up once its
            descriptor is registered in the catalog.
          </EmptyState>
        }
      />
    </Flex>
  );
}

function MyAccess({
  item,
  state,
}: {
  item: SluiceApi.MyAccessItem | undefined;
  state: 'pending' | 'error' | 'success';
}) {
  if (state === 'pending') return <Text color="secondary">…</Text>;
  if (state === 'error') return <Text color="secondary">Could not load</Text>;
  const { title, icon } = LEVELS[item?.level ?? 'none'];
  return item && item.level !== 'none' ? (
    <Badge icon={icon} size="small">
      {title}
    </Badge>
  ) : (
    <Text color="secondary">None</Text>
  );
}
