import { mockServices } from '@backstage/backend-test-utils';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject, JsonValue } from '@backstage/types';

/**
 * A task that runs one action, more than once if need be: what a checkpoint
 * returned is remembered from run to run, as the scaffolder does it.
 */
export class FakeTask {
  readonly log: string[] = [];
  outputs: Record<string, unknown> = {};
  private readonly remembered = new Map<string, JsonValue>();

  async run(
    action: TemplateAction<any, any>,
    input: JsonObject,
    options: { isDryRun?: boolean; signal?: AbortSignal } = {},
  ): Promise<void> {
    const logger = mockServices.logger.mock();
    const say = (message: string) => this.log.push(message);
    logger.info.mockImplementation(say);
    logger.warn.mockImplementation(message => say(`warning: ${message}`));
    this.outputs = {};
    await action.handler({
      ...createMockActionContext({ input }),
      ...options,
      logger,
      output: (name, value) => {
        this.outputs[name as string] = value;
      },
      checkpoint: async ({ key, fn }: any) => {
        if (!this.remembered.has(key)) {
          // As JSON, since the scaffolder keeps it in its database.
          this.remembered.set(key, JSON.parse(JSON.stringify(await fn())));
        }
        return this.remembered.get(key) as any;
      },
    });
  }
}
