import {
  Declaration,
  DeclarationInput,
  declarationSchema,
} from '@sluice/plugin-sluice-common';
import { GrantFormData } from './grant';

/** Templates whose forms can be planned before anything runs. @public */
export type PreviewedTemplate = 'onboard-consumer-team' | 'connect-account';

type FormData = Record<string, any>;

const READERS: Record<PreviewedTemplate, (form: FormData) => DeclarationInput> =
  {
    'onboard-consumer-team': ({
      team,
      account,
      jobExecutionRole,
      ownNamespace,
      namespace,
      quota,
      grants = [],
    }) => ({
      kind: 'consumerTeam',
      team,
      account,
      jobExecutionRole,
      ...(ownNamespace && { namespace, quota }),
      grants: grants.map(({ allColumns, columns, ...grant }: FormData) =>
        allColumns ? grant : { ...grant, columns },
      ),
    }),
    'connect-account': ({ role, sessionTagValue, ...settings }) => ({
      ...settings[role],
      kind: role === 'consumer' ? 'consumerAccount' : 'producerAccount',
      ...(sessionTagValue && { sessionTagValue }),
    }),
  };

/** The declaration that a template makes of its form, or what it still lacks. */
export function declarationOf(
  template: PreviewedTemplate,
  form: FormData,
): { declaration: Declaration } | { problems: string[] } {
  const grants: GrantFormData[] = form.grants ?? [];
  const open = grants.filter(
    ({ allColumns, columns }) =>
      Boolean(allColumns) === Boolean(columns?.length),
  );
  if (open.length > 0) {
    return {
      problems: open.map(
        ({ table }) =>
          `${table ?? 'A table'}: choose its columns, or all of them`,
      ),
    };
  }
  const parsed = declarationSchema.safeParse(READERS[template](form));
  if (parsed.success) return { declaration: parsed.data };
  return {
    problems: parsed.error.issues.map(
      ({ path, message }) => `${path.join('.')} ${message}`,
    ),
  };
}
