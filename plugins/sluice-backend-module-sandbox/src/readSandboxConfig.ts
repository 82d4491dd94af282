import type { Config } from '@backstage/config';
import type { FaultOptions } from './wire/faults';

export interface SandboxConfig {
  dataDirectory: string;
  /** 0 takes any free port. */
  port: number;
  faults: FaultOptions;
  /** What job runs are done by. */
  spark: { enabled: boolean; directory: string };
}

/** `.spark` of the checkout, from where a backend runs. */
const DEFAULT_SPARK = '../../.spark';

/** Reads `sluice.sandbox`. @throws when a value has the wrong type */
export function readSandboxConfig(config: Config): SandboxConfig {
  const sandbox = config.getConfig('sluice.sandbox');
  return {
    dataDirectory: sandbox.getOptionalString('dataDirectory') ?? '.sandbox',
    port: sandbox.getOptionalNumber('port') ?? 0,
    spark: {
      enabled: sandbox.getOptionalBoolean('spark.enabled') ?? true,
      directory: sandbox.getOptionalString('spark.directory') ?? DEFAULT_SPARK,
    },
    faults: {
      seed: sandbox.getOptionalNumber('faults.seed'),
      rules: (sandbox.getOptionalConfigArray('faults.rules') ?? []).map(
        rule => ({
          operation: rule.getString('operation'),
          latencyMs: rule.getOptionalNumber('latencyMs'),
          runningMs: rule.getOptionalNumber('runningMs'),
          rate: rule.getOptionalNumber('rate'),
          every: rule.getOptionalNumber('every'),
          error: rule.has('error')
            ? {
                code: rule.getString('error.code'),
                message: rule.getOptionalString('error.message'),
                status: rule.getOptionalNumber('error.status'),
              }
            : undefined,
        }),
      ),
    },
  };
}
