import type { EntityFilterQuery } from '@backstage/catalog-client';
import { nameOf } from './nameOf';
import { SearchSelect, useSearchText } from './SearchSelect';
import { useEntityOptions } from './useEntityOptions';

export interface EntitySelectProps {
  label: string;
  filter: EntityFilterQuery;
  value: string | undefined;
  onChange: (entityRef: string | undefined) => void;
  /** The choice of nothing, in words; "Any" unless told. */
  none?: string;
  className?: string;
}

/** Select of one entity of the catalog, which is asked by name. */
export function EntitySelect({
  filter,
  none = 'Any',
  ...props
}: EntitySelectProps) {
  const search = useSearchText();
  const { data = [] } = useEntityOptions(filter, search.term);
  return (
    <SearchSelect
      none={none}
      options={data}
      search={search}
      nameOf={nameOf}
      {...props}
    />
  );
}
