import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { measureAccess } from './accessBenchmark';
import { measureCedar } from './cedarBenchmark';
import { SIZES } from './sizes';

const SEED = 5;

/** What a shared or a loaded machine does to the numbers is told with them. */
function describeMachine() {
  const [cpu] = os.cpus();
  return {
    cpu: cpu.model,
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 1024 ** 3),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    loadBefore: os.loadavg()[0],
  };
}

/**
 * Measures the size that `SLUICE_BENCH_SIZE` names (`full` unless it does), and
 * prints the results.
 *
 * @param directory - where those of the full size are kept
 */
export async function main(directory: string): Promise<void> {
  const name = process.env.SLUICE_BENCH_SIZE || 'full';
  const size = SIZES[name];
  if (!size) {
    throw new Error(
      `SLUICE_BENCH_SIZE is ${name}; it can be ${Object.keys(SIZES).join(
        ' or ',
      )}.`,
    );
  }
  const machine = describeMachine();
  // First, while nothing else takes up memory.
  const access = measureAccess(size, SEED);
  const cedar = size.cedar.map(each => measureCedar(each, SEED));
  const result = {
    size: name,
    date: new Date().toISOString(),
    seed: SEED,
    machine: { ...machine, loadAfter: os.loadavg()[0] },
    estate: size.estate,
    access,
    cedar,
  };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  process.stdout.write(text);
  if (name === 'full') {
    await mkdir(directory, { recursive: true });
    await writeFile(path.join(directory, 'full.json'), text);
  }
}
