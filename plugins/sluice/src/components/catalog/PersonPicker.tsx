import { useState } from 'react';
import { Combobox } from '@backstage/ui';
import { useSettled } from '../useSettled';
import {
  type EntityOption,
  SEARCH_PAUSE_MS,
  useEntityOptions,
} from './useEntityOptions';

/** A person of the catalog, which is asked by name: it may know tens of thousands. */
export function PersonPicker({
  label,
  except,
  onChange,
}: {
  label: string;
  /** Entity ref of somebody who cannot be chosen. */
  except: string;
  onChange: (entityRef: string | undefined) => void;
}) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<EntityOption>();
  // The name of who is chosen is not something to look for.
  const term = useSettled(
    text === chosen?.label ? '' : text.trim(),
    SEARCH_PAUSE_MS,
  );
  const { data = [], isFetching } = useEntityOptions({ kind: 'User' }, term);
  const found = data.filter(({ id }) => id !== except);
  const options =
    chosen && !found.some(({ id }) => id === chosen.id)
      ? [chosen, ...found]
      : found;
  return (
    <Combobox
      label={label}
      isRequired
      placeholder="Find a person by name"
      options={options}
      search={{ mode: 'server', inputValue: text, onInputChange: setText }}
      loading={{ state: isFetching ? 'loading' : 'idle' }}
      value={chosen?.id ?? null}
      onChange={key => {
        const person = options.find(({ id }) => id === key);
        setChosen(person);
        setText(person?.label ?? '');
        onChange(person?.id);
      }}
    />
  );
}
