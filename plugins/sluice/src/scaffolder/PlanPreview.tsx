import { useApi } from '@backstage/frontend-plugin-api';
import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import { Alert } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { type SluiceApi, sluiceApiRef } from '../api';
import { PlanView } from '../components/plan';
import { QueryProvider } from '../components/QueryProvider';
import { ErrorState, LoadingState } from '../components/states';
import { declarationOf, PreviewedTemplate } from './declarationOf';

type Props = FieldExtensionComponentProps<
  null,
  { template: PreviewedTemplate | 'offboard-consumer-team' }
>;
type PlanRequest = Parameters<SluiceApi['createPlan']>[0];

/** Form field without a value: what the form would do, before anything runs. */
export function PlanPreview({ uiSchema, formContext }: Props) {
  const template = uiSchema['ui:options']?.template;
  if (!template) {
    return <Alert status="danger" title="ui:options.template is missing" />;
  }
  const form = formContext?.formData ?? {};
  if (template === 'offboard-consumer-team') {
    return form.team ? (
      <QueryProvider>
        <Removal team={form.team} />
      </QueryProvider>
    ) : (
      <NoPlan problems={['Choose a team']} />
    );
  }
  const read = declarationOf(template, form);
  return 'problems' in read ? (
    <NoPlan problems={read.problems} />
  ) : (
    <QueryProvider>
      <PlanOf request={{ kind: 'apply', declaration: read.declaration }} />
    </QueryProvider>
  );
}

function NoPlan({ problems }: { problems: string[] }) {
  return (
    <Alert
      status="warning"
      icon
      title="No plan yet: the form is not complete"
      description={
        <ul>
          {problems.map(problem => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      }
    />
  );
}

/** What is taken back is what the team was declared to have. */
function Removal({ team }: { team: string }) {
  const api = useApi(sluiceApiRef);
  const readiness = useQuery({
    queryKey: ['readiness', team],
    queryFn: () => api.getTeamReadiness(team),
  });
  if (readiness.error) {
    return <ErrorState error={readiness.error} what="the team" />;
  }
  if (!readiness.data) return <LoadingState what="the team" />;
  const { declaration } = readiness.data;
  return declaration ? (
    <PlanOf request={{ kind: 'remove', declaration }} />
  ) : (
    <NoPlan problems={['Nothing is declared of the team']} />
  );
}

function PlanOf({ request }: { request: PlanRequest }) {
  const api = useApi(sluiceApiRef);
  const plan = useQuery({
    // By what is declared: asked once, however often the form is drawn.
    queryKey: ['plan preview', request],
    queryFn: () => api.createPlan(request),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  if (plan.error) return <ErrorState error={plan.error} what="the plan" />;
  if (!plan.data) return <LoadingState what="the plan" />;
  return <PlanView plan={plan.data} />;
}
