export { createApplyGrantAction } from './applyGrantAction';
export { createConnectAccountAction } from './connectAccountAction';
export { createOffboardTeamAction } from './offboardTeamAction';
export { createOnboardTeamAction } from './onboardTeamAction';
export { createPlanAction } from './planAction';
export { createPublishProductAction } from './publishProductAction';
export { createRequestAccessAction } from './requestAccessAction';
export { createRunJobAction } from './runJobAction';
