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
    /** Differences between what is declared and what is granted. */
    drift?: {
      /**
       * How long a difference that is gone stays on record; 400 days by
       * default, so that one can look a year back. At least a day.
       * @visibility backend
       */
      keepGoneFor?: HumanDuration | string;
    };
    /** How tables are previewed as a team reads them, by Athena in its account. */
    preview?: {
      /**
       * Athena work group; `primary` by default.
       * @visibility backend
       */
      workGroup?: string;
      /**
       * Where Athena writes results, where the work group does not say so.
       * @visibility backend
       */
      outputLocations?: Array<{
        /** @visibility backend */
        accountId: string;
        /** @visibility backend */
        location: string;
      }>;
      /**
       * Whether a work group may do without a limit of the bytes that a query
       * scans; false by default.
       * @visibility backend
       */
      allowUnlimitedScan?: boolean;
      /**
       * For the estimate of what a preview costs; 5 by default.
       * @visibility backend
       */
      usdPerTerabyte?: number;
    };
    /** Spark jobs that run as a team, and the proof of what each team reads. */
    jobs?: {
      /**
       * Directory with the scripts of the house and their index, `scripts.json`;
       * relative to the directory in which the backend runs. `../../jobs` by
       * default. Without it teams run their own scripts only, and nothing can be
       * verified.
       * @visibility backend
       */
      directory?: string;
      /**
       * Release of EMR on EKS; `emr-7.7.0-latest` by default.
       * @visibility backend
       */
      releaseLabel?: string;
      /**
       * How Spark's Iceberg catalog is named when a run does not say so: `seed`
       * (`dev`, the default) or `documented` (`spark_catalog`).
       * @visibility backend
       */
      profile?: 'seed' | 'documented';
      /** What a job has when it does not say; 1 core and 4 GB each, 2 executors at most. */
      defaults?: {
        /** @visibility backend */
        driverCores?: number;
        /** @visibility backend */
        driverMemoryGb?: number;
        /** @visibility backend */
        executorCores?: number;
        /** @visibility backend */
        executorMemoryGb?: number;
        /** @visibility backend */
        maxExecutors?: number;
      };
      /** The most that a job may ask for. */
      limits?: {
        /**
         * 4 by default.
         * @visibility backend
         */
        driverCores?: number;
        /**
         * 16 by default.
         * @visibility backend
         */
        driverMemoryGb?: number;
        /**
         * 4 by default.
         * @visibility backend
         */
        executorCores?: number;
        /**
         * 16 by default.
         * @visibility backend
         */
        executorMemoryGb?: number;
        /**
         * 10 by default.
         * @visibility backend
         */
        maxExecutors?: number;
        /**
         * Runs of one team that may be under way side by side; 3 by default.
         * @visibility backend
         */
        runsAtOnce?: number;
      };
      /** For the estimate of what a job costs: EMR on EKS in us-east-1 by default. */
      prices?: {
        /**
         * 0.01012 by default.
         * @visibility backend
         */
        usdPerVcpuHour?: number;
        /**
         * 0.00111125 by default.
         * @visibility backend
         */
        usdPerGbHour?: number;
      };
      /** Verification of each team now and then, without anybody asking for it. */
      reverification?: {
        /**
         * Time from one verification of a team to the next. Without it Sluice
         * verifies when somebody asks for it only.
         * @visibility backend
         */
        every?: HumanDuration | string;
        /**
         * Runs that Sluice starts in 24 hours at most, of all teams; 10 by default.
         * @visibility backend
         */
        runsPerDay?: number;
      };
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
    /** Who has to agree to access, for how long it is given, and when people are asked again. */
    requests?: {
      /**
       * The longest that access lasts unless it is extended; 365 days by
       * default. Durations are whole minutes.
       * @visibility backend
       */
      maxDuration?: HumanDuration | string;
      /**
       * What a request is for when it does not say; 90 days by default.
       * @visibility backend
       */
      defaultDuration?: HumanDuration | string;
      /**
       * How many owners of each table have to approve; 1 by default.
       * @visibility backend
       */
      ownerQuorum?: number;
      /**
       * Who has to approve, after the owners, what has columns of some
       * classifications; one entry after the other. Nobody by default.
       */
      sensitive?: Array<{
        /**
         * What people see of the step, such as `Privacy office`. Requests that
         * wait go by it, so change it only when none does.
         * @visibility backend
         */
        title: string;
        /**
         * Entity refs of groups or users.
         * @visibility backend
         */
        approvers: string[];
        /**
         * Classifications of columns, such as `pii`, in whatever case.
         * @visibility backend
         */
        classifications: string[];
        /**
         * How many of them have to approve; 1 by default.
         * @visibility backend
         */
        quorum?: number;
      }>;
      /** Who may decide besides when nobody else does, or nobody else is left. */
      escalation?: {
        /**
         * How long a request waits before that; 3 days by default.
         * @visibility backend
         */
        after?: HumanDuration | string;
        /**
         * Entity refs of groups or users: the platform engineers by default. An
         * empty list turns escalation off.
         * @visibility backend
         */
        to?: string[];
      };
      /**
       * How long before its end people are reminded of it; 14 days, 3 days and
       * 1 day by default. An empty list turns reminders off.
       * @visibility backend
       */
      remindBefore?: Array<HumanDuration | string>;
      /** Campaigns in which owners keep or revoke each grant. */
      reviews?: {
        /**
         * Time from one campaign to the next; without it, they begin only when
         * somebody starts one.
         * @visibility backend
         */
        every?: HumanDuration | string;
        /**
         * How long owners have to answer; 14 days by default.
         * @visibility backend
         */
        answerWithin?: HumanDuration | string;
        /**
         * What becomes of a grant that nobody answered for; `keep` by default.
         * @visibility backend
         */
        unanswered?: 'keep' | 'revoke';
      };
      /**
       * How long sessions that were open when access was revoked may read on,
       * since Lake Formation's credentials last; 60 minutes by default. Set it to
       * the longest session that a query engine here has.
       * @visibility backend
       */
      credentialLifetime?: HumanDuration | string;
    };
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
