import { useApi } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Alert } from '@backstage/ui';
import type { Declaration } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../api';
import { PlanView } from '../components/plan';
import { QueryProvider } from '../components/QueryProvider';
import { ErrorState, LoadingState } from '../components/states';
import { declarationOf, PreviewedTemplate } from './declarationOf';

type Props = FieldExtensionComponentProps<
  null,
  { template: PreviewedTemplate }
>;

/** Form field without a value: what the form would do, before anything runs. */
export function PlanPreview({ uiSchema, formContext }: Props) {
  const template = uiSchema['ui:options']?.template;
  if (!template) {
    return <Alert status="danger" title="ui:options.template is missing" />;
  }
  const read = declarationOf(template, formContext?.formData ?? {});
  if ('problems' in read) {
    return (
      <Alert
        status="warning"
        icon
        title="No plan yet: the form is not complete"
        description={
          <ul>
            {read.problems.map(problem => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        }
      />
    );
  }
  return (
    <QueryProvider>
      <PlanOf declaration={read.declaration} />
    </QueryProvider>
  );
}

function PlanOf({ declaration }: { declaration: Declaration }) {
  const api = useApi(sluiceApiRef);
  const plan = useQuery({
    // By what is declared: asked once, however often the form is drawn.
    queryKey: ['plan preview', declaration],
    queryFn: () => api.createPlan({ kind: 'apply', declaration }),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  if (plan.error) return <ErrorState error={plan.error} what="the plan" />;
  if (!plan.data) return <LoadingState what="the plan" />;
  return <PlanView plan={plan.data} />;
}
