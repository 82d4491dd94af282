import { useState } from 'react';
import { Select } from '@backstage/ui';
import { useSettled } from '../useSettled';
import { type EntityOption, SEARCH_PAUSE_MS } from './useEntityOptions';

const NONE = 'none';

/** What somebody types to find an option, and what of it the server is asked. */
export function useSearchText() {
  const [text, setText] = useState('');
  return { text, setText, term: useSettled(text.trim(), SEARCH_PAUSE_MS) };
}

/**
 * Select of one of more options than a list can hold: the server is asked by
 * name. The first choice is to choose nothing.
 */
export function SearchSelect({
  label,
  none,
  options,
  search: { text, setText },
  value,
  nameOf,
  onChange,
  className,
}: {
  label: string;
  /** The choice of nothing, in words. */
  none: string;
  /** Those found by what `search` says. */
  options: EntityOption[];
  search: ReturnType<typeof useSearchText>;
  value: string | undefined;
  /** A name for an option of which only the id is known. */
  nameOf: (id: string) => string;
  onChange: (id: string | undefined) => void;
  className?: string;
}) {
  const [chosen, setChosen] = useState<EntityOption>();
  const title = chosen?.id === value ? chosen?.label : undefined;
  // What a link names, or a search hides, is still what is chosen.
  const named =
    value && !options.some(({ id }) => id === value)
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
      options={[{ id: NONE, label: none }, ...named, ...options]}
      value={value ?? NONE}
      onChange={key => {
        setChosen(options.find(({ id }) => id === key));
        onChange(key === NONE || !key ? undefined : String(key));
      }}
      className={className}
    />
  );
}
