export interface Config {
  sluice?: {
    permission?: {
      /**
       * Entity refs of the groups (or users) that may see the access of every
       * team: `group:default/audit`. Nobody by default.
       * @visibility backend
       */
      auditors?: string[];
      /**
       * Entity refs of the groups (or users) that run the platform: they see
       * everything, start observations, and maintain the catalog. Nobody by
       * default.
       * @visibility backend
       */
      platformEngineers?: string[];
    };
  };
}
