import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { ScriptLibrary } from './ScriptLibrary';

const directory = createMockDirectory();
const indexOf = (file: string) =>
  JSON.stringify([
    {
      name: 'hello',
      title: 'Hello',
      description: 'Says so',
      file,
      offered: true,
    },
  ]);

describe('scripts of the house', () => {
  const logger = mockServices.logger.mock();
  const library = new ScriptLibrary({ directory: directory.path, logger });
  afterEach(() => {
    directory.clear();
    logger.warn.mockClear();
  });

  it('are read again when a file changes', async () => {
    directory.setContent({
      'scripts.json': indexOf('hello.py'),
      'hello.py': 'print(1)',
    });
    const [before] = await library.list();
    expect(before).toMatchObject({ name: 'hello', text: 'print(1)' });
    expect(before.sha256).toMatch(/^[0-9a-f]{64}$/);

    directory.addContent({ 'hello.py': 'print("two")' });
    const after = await library.find('hello');
    expect(after?.text).toBe('print("two")');
    expect(after?.sha256).not.toBe(before.sha256);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it.each<[string, Record<string, string>]>([
    ['nothing is there', {}],
    ['the index is no JSON', { 'scripts.json': '[' }],
    ['a file is missing', { 'scripts.json': indexOf('hello.py') }],
    ['a file lies elsewhere', { 'scripts.json': indexOf('../hello.py') }],
  ])('are none when %s, which is said once', async (_, content) => {
    directory.setContent(content);
    expect(await library.list()).toEqual([]);
    expect(await library.list()).toEqual([]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(/Set sluice\.jobs\.directory/),
      expect.anything(),
    );
  });
});
