import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();

export const changesRouteRef = createRouteRef();

export const changeRouteRef = createSubRouteRef({
  parent: changesRouteRef,
  path: '/:changeId',
});

/** Ids are UUIDs, so no change is called "plans". */
export const planRouteRef = createSubRouteRef({
  parent: changesRouteRef,
  path: '/plans/:planId',
});

export const requestsRouteRef = createRouteRef();

export const requestRouteRef = createSubRouteRef({
  parent: requestsRouteRef,
  path: '/:requestId',
});

export const myAccessRouteRef = createRouteRef();

export const reviewsRouteRef = createRouteRef();

export const reviewRouteRef = createSubRouteRef({
  parent: reviewsRouteRef,
  path: '/:reviewId',
});

/** Takes what is looked for as query parameters, such as `team` and `request`. */
export const historyRouteRef = createRouteRef();

export const accountsRouteRef = createRouteRef();

export const accountRouteRef = createSubRouteRef({
  parent: accountsRouteRef,
  path: '/:accountName',
});

/** Where access is asked for; takes `team` and `table` as query parameters. */
export const requestAccessRouteRef = createRouteRef();

/** Takes the question as query parameters: `question`, `table`, `column`, `team`, `principal`, `at`. */
export const explorerRouteRef = createRouteRef();

/** Takes what is looked for as query parameters, such as `team` and `status`. */
export const driftRouteRef = createRouteRef();

export const driftItemRouteRef = createSubRouteRef({
  parent: driftRouteRef,
  path: '/:driftId',
});

/** Takes what is looked for as query parameters, such as `team` and `state`. */
export const jobsRouteRef = createRouteRef();

export const jobRunRouteRef = createSubRouteRef({
  parent: jobsRouteRef,
  path: '/:jobRunId',
});

/** Takes what is looked for as query parameters: `team`, `table`, `verdict`. */
export const attestationsRouteRef = createRouteRef();

export const attestationRouteRef = createSubRouteRef({
  parent: attestationsRouteRef,
  path: '/:attestationId',
});
