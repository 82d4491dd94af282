import {
  Declaration,
  DeclarationInput,
  declarationSchema,
} from '@sluice/plugin-sluice-common';
import { GrantFormData } from './grant';

/** Templates whose forms can be planned before anything runs. @public */
export type PreviewedTemplate =
  | 'onboard-consumer-team'
  | 'connect-account'
  | 'publish-data-product';

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
      grants: grants.map(withChosenColumns),
    }),
    'connect-account': ({ role, sessionTagValue, ...settings }) => ({
      ...settings[role],
      kind: role === 'consumer' ? 'consumerAccount' : 'producerAccount',
      ...(sessionTagValue && { sessionTagValue }),
    }),
    'publish-data-product': ({
      product,
      owner,
      account,
      database,
      tables = [],
      sharedWith = [],
    }) => ({
      kind: 'dataProduct',
      product,
      owner,
      account,
      database,
      tables,
      sharedWith: sharedWith.map(withChosenColumns),
    }),
  };

function withChosenColumns({ allColumns, columns, ...rest }: FormData): any {
  return allColumns ? rest : { ...rest, columns };
}

/** The declaration that a template makes of its form, or what it still lacks. */
export function declarationOf(
  template: PreviewedTemplate,
  form: FormData,
): { declaration: Declaration } | { problems: string[] } {
  if (template === 'publish-data-product' && form.source === 'contract') {
    return {
      problems: [
        'The data contract is read when the template runs. Run it dry in the template editor to see its plan first.',
      ],
    };
  }
  const grants: GrantFormData[] = [
    ...(form.grants ?? []),
    ...(form.sharedWith ?? []),
  ];
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
