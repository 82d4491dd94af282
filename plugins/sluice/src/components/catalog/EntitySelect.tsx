import { useState } from 'react';
import type { EntityFilterQuery } from '@backstage/catalog-client';
import { Select } from '@backstage/ui';
import { useSettled } from '../useSettled';
import { nameOf } from './nameOf';
import { SEARCH_PAUSE_MS, useEntityOptions } from './useEntityOptions';

const ANY = 'any';

export interface EntitySelectProps {
  label: string;
  filter: EntityFilterQuery;
  value: string | undefined;
  onChange: (entityRef: string | undefined) => void;
  className?: string;
}

/**
 * Select of one entity of the catalog, whose first choice is "any". The catalog
 * is asked by name: it may know more than a list can hold.
 */
export function EntitySelect({
  label,
  filter,
  value,
  onChange,
  className,
}: EntitySelectProps) {
  const [text, setText] = useState('');
  const [title, setTitle] = useState<string>();
  const { data = [] } = useEntityOptions(
    filter,
    useSettled(text.trim(), SEARCH_PAUSE_MS),
  );
  // What a link names, or a search hides, is still what is chosen.
  const named =
    value && !data.some(({ id }) => id === value)
      ? [{ id: value, label: title ?? nameOf(value) }]
      : [];
  return (
    <Select
      label={label}
      size="small"
      search={{
        mode: 'server',
        placeholder: 'Search',
        inputValue: text,
        onInputChange: setText,
      }}
      options={[{ id: ANY, label: 'Any' }, ...named, ...data]}
      value={value ?? ANY}
      onChange={key => {
        const chosen = data.find(({ id }) => id === key);
        setTitle(chosen?.label);
        onChange(key === ANY || !key ? undefined : String(key));
      }}
      className={className}
    />
  );
}
