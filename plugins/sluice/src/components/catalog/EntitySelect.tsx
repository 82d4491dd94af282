import type { EntityFilterQuery } from '@backstage/catalog-client';
import { Select } from '@backstage/ui';
import { nameOf } from './nameOf';
import { useEntityOptions } from './useEntityOptions';

const ANY = 'any';

/** Select of one entity of the catalog, whose first choice is "any". */
export function EntitySelect({
  label,
  filter,
  value,
  onChange,
  className,
}: {
  label: string;
  filter: EntityFilterQuery;
  value: string | undefined;
  onChange: (entityRef: string | undefined) => void;
  className?: string;
}) {
  const { data = [] } = useEntityOptions(filter);
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
      className={className}
    />
  );
}
