import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Select } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { nameOf } from '../catalog';
import { SEARCH_PAUSE_MS } from '../catalog/useEntityOptions';
import { useSettled } from '../useSettled';
import styles from './explorer.module.css';

/** Whom a question is about. */
export interface Who {
  team?: string;
  principal?: string;
}

const MAX_OPTIONS = 50;
const NOBODY = 'nobody';

/** Select of a team, or of a role or user that is no team's. */
export function PrincipalSelect({
  value,
  onChange,
  label = 'Team or role',
}: {
  value: Who;
  onChange: (who: Who, known?: SluiceApi.KnownPrincipal) => void;
  label?: string;
}) {
  const api = useApi(sluiceApiRef);
  const [text, setText] = useState('');
  const search = useSettled(text.trim(), SEARCH_PAUSE_MS);
  const { data = [] } = useQuery({
    queryKey: ['principals', search],
    queryFn: () =>
      api.getPrincipals({
        limit: MAX_OPTIONS,
        ...(search && { search }),
      }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  const chosen = value.team ?? value.principal;
  const options = data.map(each => ({ id: idOf(each), label: labelOf(each) }));
  // What a link names, or a search hides, is still what is chosen.
  const named =
    chosen && !options.some(({ id }) => id === chosen)
      ? [{ id: chosen, label: shortName(chosen) }]
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
      options={[{ id: NOBODY, label: 'Choose…' }, ...named, ...options]}
      value={chosen ?? NOBODY}
      onChange={key =>
        onChange(
          whoOf(key ? String(key) : NOBODY),
          data.find(each => idOf(each) === key),
        )
      }
      className={styles.select}
    />
  );
}

function whoOf(id: string): Who {
  if (id === NOBODY) return {};
  return id.startsWith('arn:') ? { principal: id } : { team: id };
}

function idOf({ team, principal }: SluiceApi.KnownPrincipal): string {
  return team?.entityRef ?? principal;
}

function labelOf({
  team,
  principal,
  accountId,
}: SluiceApi.KnownPrincipal): string {
  return team?.title ?? `${shortName(principal)} (${accountId})`;
}

/** The last part of an ARN, or the name of an entity ref. */
export function shortName(id: string): string {
  return id.startsWith('arn:') ? id.slice(id.lastIndexOf('/') + 1) : nameOf(id);
}
