import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';
import { HumanDuration } from '@backstage/types';

export interface Config {
  sluice?: {
    /** How the connected accounts are read. */
    observation?: {
      /**
       * When each account is read. Every 10 minutes by default, the first time
       * shortly after start-up.
       * @visibility backend
       */
      schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
      /**
       * How old an observation may be before all that rests on it is shown as
       * unknown. One hour by default; keep it well above the schedule.
       * @visibility backend
       */
      staleAfter?: HumanDuration | string;
      /**
       * How many AWS calls to one account may run side by side; 8 by default.
       * @visibility backend
       */
      concurrency?: number;
    };
    /**
     * Declarations that are in force though no change made them so: accounts,
     * products, shares and teams that were set up before Sluice came, or by
     * other means. One that is applied through Sluice takes the place of the
     * one of the same subject here. Members depend on `kind`; docs/set-up.md has
     * them.
     */
    declarations?: Array<{
      /**
       * What is declared.
       * @visibility backend
       */
      kind:
        | 'producerAccount'
        | 'consumerAccount'
        | 'dataProduct'
        | 'share'
        | 'consumerTeam';
      [member: string]: unknown;
    }>;
    catalog?: {
      /**
       * Entity ref of the group that owns, in the catalog, tables that no data
       * product serves and things that no team owns;
       * `group:default/unknown` by default.
       * @visibility backend
       */
      defaultOwner?: string;
    };
  };
}
