import { RESOURCE_TYPE_SLUICE_REQUEST } from '@sluice/plugin-sluice-common';
import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';

/** What the permissions on requests are decided on. @public */
export interface SluiceRequestResource {
  /** Entity ref of the consumer team that asks. */
  teamRef: string;
  /** Entity refs of the owners of the data products that serve the tables, as they are now. */
  productOwnerRefs: string[];
  /**
   * Entity refs of those whom the approval steps name, of those who stand in
   * for them now, and of those whom the request was escalated to.
   */
  approverRefs: string[];
}

/** A condition as a query: the property holds one of the values. @public */
export interface SluiceRequestFilter {
  property: keyof SluiceRequestResource;
  values: string[];
}

/** @public */
export const sluiceRequestResourceRef = createPermissionResourceRef<
  SluiceRequestResource,
  SluiceRequestFilter
>().with({ pluginId: 'sluice', resourceType: RESOURCE_TYPE_SLUICE_REQUEST });

const claims = z.array(z.string());

/** Lets through requests of teams that the claims name. @public */
export const isRequestTeamMember = createPermissionRule({
  name: 'IS_REQUEST_TEAM_MEMBER',
  description: 'Allow requests of teams that are among the claims',
  resourceRef: sluiceRequestResourceRef,
  paramsSchema: z.object({
    claims: claims.describe('Entity refs, one of which must be the team'),
  }),
  apply: ({ teamRef }, params) => params.claims.includes(teamRef),
  toQuery: params => ({ property: 'teamRef', values: params.claims }),
});

/** Lets through requests for tables of products that a claim owns. @public */
export const isRequestProductOwner = createPermissionRule({
  name: 'IS_REQUEST_PRODUCT_OWNER',
  description:
    'Allow requests for a table of a data product that is owned by one of the claims',
  resourceRef: sluiceRequestResourceRef,
  paramsSchema: z.object({
    claims: claims.describe('Entity refs, one of which must own a product'),
  }),
  apply: ({ productOwnerRefs }, params) =>
    productOwnerRefs.some(owner => params.claims.includes(owner)),
  toQuery: params => ({ property: 'productOwnerRefs', values: params.claims }),
});

/** Lets through requests that a claim may have to approve. @public */
export const isRequestApprover = createPermissionRule({
  name: 'IS_REQUEST_APPROVER',
  description:
    'Allow requests whose approval steps, delegations or escalation name one of the claims',
  resourceRef: sluiceRequestResourceRef,
  paramsSchema: z.object({
    claims: claims.describe('Entity refs, one of which must be an approver'),
  }),
  apply: ({ approverRefs }, params) =>
    approverRefs.some(ref => params.claims.includes(ref)),
  toQuery: params => ({ property: 'approverRefs', values: params.claims }),
});

/** Rules for the resource type `sluice-request`. @public */
export const sluiceRequestPermissionRules = {
  isRequestTeamMember,
  isRequestProductOwner,
  isRequestApprover,
};

const conditionExports = createConditionExports({
  resourceRef: sluiceRequestResourceRef,
  rules: sluiceRequestPermissionRules,
});

/** Conditions for permission policies, e.g. `sluiceRequestConditions.isRequestTeamMember({ claims })`. @public */
export const sluiceRequestConditions = conditionExports.conditions;

/** Makes a policy decide a permission on requests by conditions. @public */
export const createSluiceRequestConditionalDecision =
  conditionExports.createConditionalDecision;
