import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderBackend from '@backstage/plugin-scaffolder-backend';
import { sluiceApiServiceRef } from '@sluice/plugin-sluice-node';
import { change, plan } from './__testUtils__/changes';
import { FakeSluice } from './__testUtils__/FakeSluice';
import { Template } from './__testUtils__/Template';
import scaffolderModuleSluice from './index';

// The scaffolder looks for events of a task that may be recovered once a second,
// also when it has ended, and Backstage leaves pools of SQLite open. Neither can
// be stopped from here, so neither may keep the process alive.
beforeAll(() => {
  for (const name of ['setTimeout', 'setInterval'] as const) {
    const start = global[name] as (...args: unknown[]) => NodeJS.Timeout;
    jest
      .spyOn(global, name)
      .mockImplementation(((...args: unknown[]) =>
        start(...args).unref()) as any);
  }
});

/** A real scaffolder with the module, and its REST API. */
async function setup(template: Template) {
  const thePlan = plan();
  const sluice = new FakeSluice(thePlan, [
    change(thePlan, 'succeeded', { policy: 'done', role: 'done' }),
  ]);
  const { server } = await startTestBackend({
    features: [
      scaffolderBackend,
      scaffolderModuleSluice,
      catalogServiceMock.factory({ entities: [template.entity] }),
      createServiceFactory({
        service: sluiceApiServiceRef,
        deps: {},
        factory: () => sluice,
      }),
      mockServices.rootConfig.factory({
        data: { app: { baseUrl: 'https://portal.example.org' } },
      }),
    ],
  });
  const url = `http://localhost:${server.port()}/api/scaffolder`;
  const call = async (path: string, body?: object) => {
    const response = await fetch(`${url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  /** What the task ended with. The stream stays open, since it may be retried. */
  const completionOf = async (taskId: string) => {
    const stream = await fetch(`${url}/v2/tasks/${taskId}/eventstream`);
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of stream.body as any) {
      text += decoder.decode(chunk, { stream: true });
      const completion = /event: completion\ndata: (.*)\n/.exec(text);
      if (completion) return JSON.parse(completion[1]).body;
    }
    throw new Error(`The task did not end: ${text}`);
  };
  return { sluice, call, completionOf };
}

describe('scaffolderModuleSluice', () => {
  it('gives the scaffolder actions with which a template is carried out', async () => {
    const template = new Template('onboard-consumer-team');
    const { sluice, call, completionOf } = await setup(template);

    const actions: { id: string }[] = await call('/v2/actions');
    expect(
      actions.map(({ id }) => id).filter(id => id.startsWith('sluice:')),
    ).toEqual([
      'sluice:access:request',
      'sluice:account:connect',
      'sluice:grant:apply',
      'sluice:job:run',
      'sluice:plan',
      'sluice:product:publish',
      'sluice:team:offboard',
      'sluice:team:onboard',
    ]);

    const { id } = await call('/v2/tasks', {
      templateRef: 'template:default/onboard-consumer-team',
      values: template.fill({ reason: 'a study' }),
    });
    const body = await completionOf(id);
    expect(body.error).toBeUndefined();
    expect(body.output.links[0]).toEqual({
      title: 'The change',
      url: '/sluice/changes/change-1',
    });
    expect(sluice.asked).toEqual([
      'plan to apply',
      'change of plan-1: a study',
    ]);
  });
});
