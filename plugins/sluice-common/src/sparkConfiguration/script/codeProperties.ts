import { catalogNameOf } from '../catalogs';
import { error, propertyProblem, shortened, warning } from '../propertyRules';
import { JobProblem, SparkProfile } from '../types';

type Problem = Pick<JobProblem, 'rule' | 'severity' | 'message'>;

const ACCOUNT = /^spark\.sql\.catalog\.[^.]+\.glue\.(?:id|account-id)$/;
const CATALOG = /^spark\.sql\.catalog\./;
const SIZE =
  /^spark\.(?:dynamicAllocation\.(?:max|min|initial)Executors|(?:driver|executor)\.(?:cores|memory)|executor\.instances|cores\.max)$/;

/**
 * What is wrong with setting a property of Spark in a script, where it goes
 * before what the run was given and checked with: V7, V8 and V9.
 *
 * @param property.value - undefined when the script does not tell
 */
export function codePropertyProblem(
  { key, value }: { key: string; value?: string },
  profile: SparkProfile,
): Problem | undefined {
  if (ACCOUNT.test(key)) {
    return error(
      'V8',
      `The script sets ${key}, and any other account than the team's own is refused. Tables of other accounts are read through resource links. Leave it out: the run has it.`,
    );
  }
  if (CATALOG.test(key)) {
    return warning(
      'V8',
      `The script sets ${shortened(
        key,
      )} in place of what the run is configured and was checked with. Leave it out: the run has an Iceberg catalog, ${catalogNameOf(
        profile,
      )}.`,
    );
  }
  if (key === 'spark.sql.defaultCatalog' && value !== catalogNameOf(profile)) {
    return error(
      'V9',
      `The script makes ${shortened(
        value ?? 'another catalog',
      )} the default, but the run's catalog is ${catalogNameOf(
        profile,
      )}. Leave it out.`,
    );
  }
  if (SIZE.test(key)) {
    return error(
      'V7',
      `The script sets ${key} in place of what the run was given and may have. Ask for it in the run's resources instead.`,
    );
  }
  if (key === 'spark.master' || key === 'spark.submit.deployMode') {
    return error(
      'V4',
      `The script sets ${key}, so that it would not run on EMR. Leave it out.`,
    );
  }
  return undefined;
}

export function anyPropertyProblem(
  property: { key: string; value?: string },
  profile: SparkProfile,
): Problem | undefined {
  return propertyProblem(property) ?? codePropertyProblem(property, profile);
}
