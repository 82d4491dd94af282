import { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { ActionServices } from './ActionServices';
import { registerAsking } from './askingActions';
import { registerQuestions } from './questionActions';

/**
 * The explorer's questions, and asking for access, as actions that tools and
 * agents call, over MCP too. Whoever calls one sees and does what they may in
 * the UI, and no more.
 */
export function registerActions(
  registry: ActionsRegistryService,
  services: ActionServices,
): void {
  registerQuestions(registry, services);
  registerAsking(registry, services);
}
