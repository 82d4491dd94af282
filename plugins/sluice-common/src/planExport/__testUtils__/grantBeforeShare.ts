import { StepAction } from '../../changes';
import { ResourceTypeName } from '../../resources';
import { everyResource, stepOf } from './everyType';

/** Two steps: a grant, and the acceptance of what it may bring an invitation to. */
export function grantBeforeShare(before: StepAction, action: StepAction) {
  const ofType = (type: ResourceTypeName) =>
    everyResource().find(resource => resource.type === type)!;
  const grant = stepOf(ofType('lakeFormationPermission'), before);
  const share = {
    ...stepOf(ofType('acceptedShare'), action),
    dependsOn: [grant.id],
    after: { senderAccountId: '111122223333' },
  };
  return { share, steps: [{ ...grant, dependsOn: [] }, share] };
}
