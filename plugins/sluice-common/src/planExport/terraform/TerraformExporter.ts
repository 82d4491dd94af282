import { BlueprintAccount } from '../../blueprints/facts';
import { ResourceProperties, ResourceTypeName } from '../../resources';
import { HclBody, HclExpression } from './hcl';

/** One resource of Terraform. */
export interface TerraformResource {
  type: string;
  /** Tells several of one type apart; put after the name. */
  suffix?: string;
  /** Without provider and `depends_on`. */
  body: HclBody;
}

/** What becomes of a resource in Terraform. */
export type TerraformExport =
  | {
      /** The first is the one that others depend on. */
      resources: TerraformResource[];
      /** Variables that the resources take, with their bodies. */
      variables?: Record<string, HclBody>;
      /** To take over one that is there. Absent when Terraform cannot. */
      importId?: string;
      /** What a person has to know. */
      remark?: string;
      /** Provider, if it is not that of AWS: the cluster of Kubernetes. */
      cluster?: string;
    }
  /** Whole sentence: why Terraform cannot. */
  | { instead: string };

export interface TerraformSurroundings {
  account: BlueprintAccount;
  /** Name in Terraform, unique among resources. */
  name: string;
  /** Address of the security configuration, if the plan makes it. */
  securityConfiguration(name: string): HclExpression | undefined;
}

export type TerraformExporter<T extends ResourceTypeName> = (
  properties: ResourceProperties[T],
  surroundings: TerraformSurroundings,
) => TerraformExport;

/** A name for Terraform: letters, digits and underscores. */
export function terraformName(text: string): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(name) ? name : `_${name}`;
}

/** What to do where Terraform cannot. */
export const BY_SHELL = 'Use the shell export of the plan for this step.';
