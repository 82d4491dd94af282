import { RESOURCE_TYPE_SLUICE_ACCESS } from '@sluice/plugin-sluice-common';
import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';

/** What `sluice.access.read` is decided on: one team's access to one table. @public */
export interface SluiceAccessResource {
  /** Entity ref of the consumer team. */
  teamRef: string;
  /** Entity refs of the owners of the data products that serve the table. */
  productOwnerRefs: string[];
}

/** A condition as a query: the property holds one of the values. @public */
export interface SluiceAccessFilter {
  property: keyof SluiceAccessResource;
  values: string[];
}

/** @public */
export const sluiceAccessResourceRef = createPermissionResourceRef<
  SluiceAccessResource,
  SluiceAccessFilter
>().with({ pluginId: 'sluice', resourceType: RESOURCE_TYPE_SLUICE_ACCESS });

const claims = z.array(z.string());

/** Lets through the access of teams that the claims name. @public */
export const isTeamMember = createPermissionRule({
  name: 'IS_TEAM_MEMBER',
  description: 'Allow the access of teams that are among the claims',
  resourceRef: sluiceAccessResourceRef,
  paramsSchema: z.object({
    claims: claims.describe('Entity refs, one of which must be the team'),
  }),
  apply: ({ teamRef }, params) => params.claims.includes(teamRef),
  toQuery: params => ({ property: 'teamRef', values: params.claims }),
});

/** Lets through the access to tables of products that a claim owns. @public */
export const isProductOwner = createPermissionRule({
  name: 'IS_PRODUCT_OWNER',
  description:
    'Allow access to tables of data products that are owned by one of the claims',
  resourceRef: sluiceAccessResourceRef,
  paramsSchema: z.object({
    claims: claims.describe('Entity refs, one of which must own the product'),
  }),
  apply: ({ productOwnerRefs }, params) =>
    productOwnerRefs.some(owner => params.claims.includes(owner)),
  toQuery: params => ({ property: 'productOwnerRefs', values: params.claims }),
});

/** Rules for the resource type `sluice-access`. @public */
export const sluicePermissionRules = { isTeamMember, isProductOwner };

const conditionExports = createConditionExports({
  resourceRef: sluiceAccessResourceRef,
  rules: sluicePermissionRules,
});

/** Conditions for permission policies, e.g. `sluiceConditions.isTeamMember({ claims })`. @public */
export const sluiceConditions = conditionExports.conditions;

/** Makes a policy decide `sluice.access.read` by conditions. @public */
export const createSluiceConditionalDecision =
  conditionExports.createConditionalDecision;
