import { titleOfResource } from '../resources';
import { Check, finding, SetUp } from './setUp';

interface Limit {
  value: string | undefined;
  what: string;
  pattern: RegExp;
  /** "1 to 64 letters and digits" */
  takes: string;
}

const EMR_NAME: Omit<Limit, 'value'> = {
  what: 'its name',
  pattern: /^[.\-_/#A-Za-z0-9]{1,64}$/,
  takes: '1 to 64 letters, digits and .-_/#',
};
const GLUE_NAME: Omit<Limit, 'value'> = {
  what: 'its name',
  pattern: /^[a-z0-9_][a-z0-9_-]{0,254}$/,
  takes: '1 to 255 lower-case letters, digits, underscores and dashes',
};
const KUBERNETES_LABEL =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

/** V21 */
export const namesFit: Check = setUp =>
  setUp.resources.flatMap(resource =>
    limitsOf(resource)
      .filter(
        ({ value, pattern }) => value !== undefined && !pattern.test(value),
      )
      .map(({ value, what, takes }) =>
        finding(
          'V21',
          'error',
          `${titleOf(resource)} would be refused: ${what} is "${shortened(
            value!,
          )}" (${
            value!.length
          } characters), but takes ${takes}. Choose another one.`,
        ),
      ),
  );

function limitsOf(resource: SetUp['resources'][number]): Limit[] {
  switch (resource.type) {
    case 's3Bucket':
      return [
        {
          value: resource.properties.name,
          what: 'its name',
          pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
          takes: '3 to 63 lower-case letters, digits and dashes',
        },
      ];
    case 'iamPolicy':
      return [iamName(resource.properties.name, 128)];
    case 'iamRole':
      return [
        iamName(resource.properties.name, 64),
        {
          value: resource.properties.description,
          what: 'its description',
          // IAM: Latin-1 only, so no typographic dashes or quotes.
          pattern: /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]{0,1000}$/,
          takes: 'at most 1000 characters of Latin-1',
        },
      ];
    case 'glueDatabase':
    case 'icebergTable':
    case 'resourceLink':
      return [{ ...GLUE_NAME, value: resource.properties.name }];
    case 'dataCellsFilter':
      return [
        { ...GLUE_NAME, value: resource.properties.name },
        {
          value: resource.properties.rowFilter,
          what: 'its row filter',
          pattern: /^[^]{0,2047}$/,
          takes: 'fewer than 2048 characters',
        },
      ];
    case 'authorizedSessionTag':
      return [
        {
          value: resource.properties.value,
          what: 'the value',
          pattern: /^[.\-_/#A-Za-z0-9 ]{1,255}$/,
          takes: '1 to 255 letters, digits, spaces and .-_/#',
        },
      ];
    case 'emrSecurityConfiguration':
    case 'emrVirtualCluster':
      return [{ ...EMR_NAME, value: resource.properties.name }];
    case 'kubernetesObject':
      return [
        {
          value: resource.properties.name,
          what: 'its name',
          pattern: /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/,
          takes: '1 to 253 lower-case letters, digits, dots and dashes',
        },
        {
          value: resource.properties.namespace,
          what: 'its namespace',
          pattern: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
          takes: '1 to 63 lower-case letters, digits and dashes',
        },
        ...Object.entries(resource.properties.labels).map(([key, value]) => ({
          value,
          what: `label ${key}`,
          pattern: KUBERNETES_LABEL,
          takes:
            'at most 63 letters, digits and .-_, with a letter or digit at both ends',
        })),
      ];
    default:
      return [];
  }
}

function iamName(value: string, most: number): Limit {
  return {
    value,
    what: 'its name',
    pattern: new RegExp(`^[\\w+=,.@-]{1,${most}}$`),
    takes: `1 to ${most} letters, digits and +=,.@-_`,
  };
}

function titleOf({ type, properties }: SetUp['resources'][number]): string {
  return titleOfResource(type, properties as never);
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
