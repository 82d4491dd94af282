import { readdirSync } from 'fs';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { PassThrough, Readable } from 'stream';
import { gzipSync } from 'zlib';
import { LogSpools } from './LogSpools';

const directory = createMockDirectory();

const whole = (name: string, text: string, version = '1') => ({
  name,
  version,
  open: jest.fn(async () => Readable.from([gzipSync(text)])),
});
const textOf = (spools: LogSpools, log: ReturnType<typeof whole>) =>
  spools.use(log, async spool => {
    await spool.reach(Infinity);
    return (await spool.read(0, spool.size)).toString();
  });

describe('logs that were unpacked', () => {
  let spools: LogSpools;
  afterEach(() => spools.dispose());

  it('are unpacked once for each version', async () => {
    spools = new LogSpools();
    const log = whole('a', 'one');
    expect(
      await Promise.all([textOf(spools, log), textOf(spools, log)]),
    ).toEqual(['one', 'one']);
    expect(log.open).toHaveBeenCalledTimes(1);
    expect(await textOf(spools, whole('a', 'one and two', '2'))).toBe(
      'one and two',
    );
    expect(spools.bytes).toBe('one and two'.length);
  });

  it('can be read while the rest is still on its way', async () => {
    spools = new LogSpools();
    const packed = new PassThrough();
    const log = { name: 'a', version: '1', open: async () => packed };
    const first = spools.use(log, async spool => {
      await spool.reach(5);
      return (await spool.read(0, 5)).toString();
    });
    // Two members, as EMR's logs grow by.
    packed.write(gzipSync('first'));
    expect(await first).toBe('first');

    // A newer version takes nothing from those who read the older one.
    const rest = spools.use(log, async spool => {
      await spool.reach(Infinity);
      return (await spool.read(0, spool.size)).toString();
    });
    expect(await textOf(spools, whole('a', 'newer', '2'))).toBe('newer');
    packed.end(gzipSync(' second'));
    expect(await rest).toBe('first second');
  });

  it('keep what was written of one that is cut off or damaged', async () => {
    spools = new LogSpools();
    const packed = gzipSync('x'.repeat(10) + 'y'.repeat(100_000));
    const use = (name: string, bytes: Buffer) =>
      spools.use(
        { name, version: '1', open: async () => Readable.from([bytes]) },
        async spool => {
          await spool.reach(Infinity);
          return spool.isDamaged;
        },
      );
    expect(await use('cut', packed.subarray(0, packed.length - 12))).toBe(
      false,
    );
    expect(await use('damaged', Buffer.from('no gzip at all'))).toBe(true);
  });

  it('are kept up to a length, and no more of them than there is room for', async () => {
    spools = new LogSpools({ longest: 100, maxBytes: 150 });
    await spools.use(whole('long', 'x'.repeat(1_000)), async spool => {
      await spool.reach(Infinity);
      expect([spool.size, spool.isCut]).toEqual([100, true]);
    });
    const other = whole('other', 'y'.repeat(80));
    await textOf(spools, other);
    expect(spools.bytes).toBe(80);
    await textOf(spools, other);
    expect(other.open).toHaveBeenCalledTimes(1);
  });

  it('are tried again after a failure', async () => {
    spools = new LogSpools();
    const fails = {
      ...whole('a', ''),
      open: async () => {
        throw new Error('no connection');
      },
    };
    await expect(textOf(spools, fails as any)).rejects.toThrow('no connection');
    expect(await textOf(spools, whole('a', 'there'))).toBe('there');
  });

  it('leave nothing on the disk', async () => {
    spools = new LogSpools({ within: directory.path });
    await textOf(spools, whole('a', 'text'));
    expect(readdirSync(directory.path)).toEqual([
      expect.stringMatching(/^sluice-logs-/),
    ]);
    await spools.dispose();
    expect(readdirSync(directory.path)).toEqual([]);
  });
});
