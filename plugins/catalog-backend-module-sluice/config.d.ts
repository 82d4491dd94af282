import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  catalog?: {
    providers?: {
      /** Tables, grants and the teams' AWS things, as the Sluice backend observed them. */
      sluice?: {
        /**
         * How often to ask the Sluice backend whether something changed;
         * every 30 seconds by default. Changes that are announced on the events
         * service are fetched at once. Always runs in each backend instance:
         * `scope` has no effect.
         * @visibility backend
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      };
    };
  };
}
