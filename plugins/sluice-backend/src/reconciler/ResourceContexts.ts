import { NotFoundError } from '@backstage/errors';
import {
  AwsConnectionService,
  ConnectedAccount,
} from '@sluice/plugin-sluice-node';
import { createResourceContext, ResourceContext } from '../resources';

/** Contexts of the connected accounts, by name; clients are kept and shared. */
export class ResourceContexts {
  private readonly contexts = new Map<string, Promise<ResourceContext>>();

  constructor(private readonly connection: AwsConnectionService) {}

  /** @throws NotFoundError when no such account is connected */
  account(name: string): ConnectedAccount {
    const account = this.connection
      .listAccounts()
      .find(each => each.name === name);
    if (!account) {
      throw new NotFoundError(
        `No account '${name}' is connected; add it to sluice.accounts`,
      );
    }
    return account;
  }

  accounts(): ConnectedAccount[] {
    return this.connection.listAccounts();
  }

  /** A context for reading; it does not wait for anything. */
  async forReading(name: string): Promise<ResourceContext> {
    const known = this.contexts.get(name);
    if (known) return known;
    const made = createResourceContext({
      connection: this.connection,
      account: this.account(name),
      waitFor: async what => {
        throw new Error(`Reading does not wait for ${what}`);
      },
    });
    this.contexts.set(name, made);
    made.catch(() => this.contexts.delete(name));
    return made;
  }

  /** Closes the sockets; who asks again gets new ones. */
  async destroy(): Promise<void> {
    const made = [...this.contexts.values()];
    this.contexts.clear();
    for (const context of await Promise.allSettled(made)) {
      if (context.status === 'fulfilled') context.value.clients.destroy();
    }
  }

  /** The same, for a step that may wait. */
  async forWriting(
    name: string,
    waitFor: ResourceContext['waitFor'],
  ): Promise<ResourceContext> {
    return { ...(await this.forReading(name)), waitFor };
  }
}
