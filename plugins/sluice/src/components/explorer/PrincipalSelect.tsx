import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { nameOf, SearchSelect, useSearchText } from '../catalog';
import styles from './explorer.module.css';

/** Whom a question is about. */
export interface Who {
  team?: string;
  principal?: string;
}

const MAX_OPTIONS = 50;

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
  const search = useSearchText();
  const { term } = search;
  const { data = [] } = useQuery({
    queryKey: ['principals', term],
    queryFn: () =>
      api.getPrincipals({ limit: MAX_OPTIONS, ...(term && { search: term }) }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  return (
    <SearchSelect
      label={label}
      none="Choose…"
      options={data.map(each => ({ id: idOf(each), label: labelOf(each) }))}
      search={search}
      value={value.team ?? value.principal}
      nameOf={shortName}
      onChange={id =>
        onChange(
          whoOf(id),
          data.find(each => idOf(each) === id),
        )
      }
      className={styles.select}
    />
  );
}

function whoOf(id: string | undefined): Who {
  if (!id) return {};
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
