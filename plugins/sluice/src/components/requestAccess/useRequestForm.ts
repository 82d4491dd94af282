import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { requestRouteRef } from '../../routes';
import { refreshRequest } from '../requests/useRequestUpdates';
import { isRefusal, reasonOf } from '../states';
import { useAction } from '../useAction';
import { type AskedAccess } from './askedAccess';
import { askedOf, type KnownTables } from './terms';
import { type TermsCheck, useTermsCheck } from './useTermsCheck';
import { useTermsProblems } from './useTermsProblems';

export interface RequestFormOptions {
  asked: AskedAccess;
  /** The caller's teams. */
  teams: SluiceApi.MatrixTeam[];
  policy: SluiceApi.RequestPolicy;
  /** Those that the form begins with. */
  tables: KnownTables;
  onDone: () => void;
}

/** A request while it is written: what it holds, what stands against it, what sends it. */
export function useRequestForm({
  asked,
  teams,
  policy,
  tables,
  onDone,
}: RequestFormOptions) {
  const begin = useBegin(asked, policy, tables);
  const [chosenTeam, setTeam] = useState<string>();
  const [purpose, setPurpose] = useState(begin.purpose);
  const [terms, setTerms] = useState(begin.terms);

  const able = teams.filter(({ onboarded }) => onboarded);
  const team =
    chosenTeam ??
    begin.team ??
    (able.length === 1 ? able[0].entityRef : undefined);
  const isAble = able.some(({ entityRef }) => entityRef === team);
  const problems = useTermsProblems(terms);
  const isComplete = isAble && problems?.length === 0;
  const check = useTermsCheck(
    isComplete
      ? {
          team: team!,
          terms,
          ...(begin.supersedes && { supersedes: begin.supersedes }),
          ...(asked.kind === 'edit' && { requestId: asked.request.summary.id }),
        }
      : undefined,
  );
  const send = useSend({
    asked,
    draft: {
      team: team ?? '',
      purpose: purpose.trim(),
      terms,
      ...(begin.supersedes && { supersedes: begin.supersedes }),
    },
    onDone,
  });

  const draftObstacle = firstOf([
    !isAble && 'Choose a team.',
    !problems && 'The tables are being read.',
    problems?.[0]?.message,
    !purpose.trim() && 'Say what the data is needed for.',
  ]);
  return {
    team,
    setTeam: begin.team === undefined ? setTeam : undefined,
    purpose,
    setPurpose,
    terms,
    setTerms,
    check,
    send,
    /** Why nothing can be kept yet. */
    draftObstacle,
    /** Why nobody can be asked yet. */
    submitObstacle: draftObstacle ?? obstacleOf(check),
  };
}

export type RequestForm = ReturnType<typeof useRequestForm>;

/** What the form holds before anything was changed. */
function useBegin(
  asked: AskedAccess,
  policy: SluiceApi.RequestPolicy,
  tables: KnownTables,
) {
  // Once: what is read anew meanwhile must not undo what was filled in.
  return useState(() => {
    if (asked.kind === 'new') {
      return {
        team: asked.team,
        supersedes: undefined,
        purpose: '',
        terms: {
          tables: asked.tables.map(table => ({ table, columns: [] })),
          durationMinutes: policy.defaultDurationMinutes,
        } as SluiceApi.AskedTerms,
      };
    }
    const { summary, terms } = asked.request;
    const present = askedOf(terms, tables);
    const { startsAt, ...withoutStart } = present;
    return {
      team: summary.team,
      supersedes: asked.kind === 'change' ? summary.id : summary.supersedes,
      purpose: summary.purpose,
      // Of what stands already, the start has passed.
      terms: asked.kind === 'change' ? withoutStart : present,
    };
  })[0];
}

/** Keeps the request as a draft, or asks for it, and shows what came of it. */
function useSend({
  asked,
  draft,
  onDone,
}: {
  asked: AskedAccess;
  draft: SluiceApi.RequestDraft;
  onDone: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const requestRoute = useRouteRef(requestRouteRef);
  return useAction({
    action: ({ submit }: { submit: boolean }) => {
      if (asked.kind !== 'edit') return api.createRequest({ ...draft, submit });
      const { id, revision } = asked.request.summary;
      const { purpose, terms } = draft;
      return api.editRequest(id, { revision, purpose, terms, submit });
    },
    onSuccess: request => {
      const requestId = request.summary.id;
      queries.setQueryData(['request', requestId], request);
      refreshRequest(queries, requestId);
      onDone();
      if (requestRoute) navigate(requestRoute({ requestId }));
    },
  });
}

/** What the backend has against terms that are complete. */
function obstacleOf({
  data,
  error,
  isChecking,
}: TermsCheck): string | undefined {
  if (isChecking) return 'Checking what you ask for…';
  // A failure says nothing of the terms, and the backend checks them again.
  if (error) return isRefusal(error) ? reasonOf(error) : undefined;
  const errors = (data?.findings ?? []).filter(
    ({ severity }) => severity === 'error',
  );
  if (errors.length === 0) return undefined;
  return errors.length === 1
    ? errors[0].message
    : `${errors.length} things make this impossible.`;
}

function firstOf(
  obstacles: (string | false | undefined)[],
): string | undefined {
  return obstacles.find((each): each is string => Boolean(each));
}
