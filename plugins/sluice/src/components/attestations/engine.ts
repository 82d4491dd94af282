/** What is said where a run ended before anything was read. */
const NONE = 'none';

export function hasRead(engine: string): boolean {
  return engine !== '' && engine !== NONE;
}

/** Whether it was not Spark that read, but what stands in for it in the sandbox. */
export function isStandIn(engine: string): boolean {
  return hasRead(engine) && !/^spark\b/i.test(engine);
}
