import { BlueprintAccount } from '../../blueprints/facts';
import { ResourceProperties, ResourceTypeName } from '../../resources';

/** How one type of resource is made and removed by a shell script. */
export interface ShellExporter<T extends ResourceTypeName> {
  /** Bash functions that the commands call; each goes into a script once. */
  functions: readonly string[];
  /** Makes it or sets it right; does no harm when it is as wanted. */
  apply(
    properties: ResourceProperties[T],
    account: BlueprintAccount,
  ): string | string[];
  /** Absent for what cannot be removed. */
  remove?(
    properties: ResourceProperties[T],
    account: BlueprintAccount,
  ): string | string[];
}
