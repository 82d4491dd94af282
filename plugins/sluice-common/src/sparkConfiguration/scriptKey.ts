const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Where a script is kept in the jobs bucket: by its content, so that what a run
 * was started with can never change under it, and in a folder that no team
 * writes to.
 *
 * @param prefix - `scriptPrefix` of the consumer account
 * @param sha256 - of the script, as hex
 * @param name - of the script, with or without `.py`
 * @throws TypeError when `sha256` is none, since the key would not tell the content
 * @public
 */
export function scriptKey(
  prefix: string,
  sha256: string,
  name: string,
): string {
  if (!SHA256.test(sha256)) {
    throw new TypeError('The SHA-256 of a script is 64 hexadecimal digits');
  }
  const file =
    name
      .replace(/\.py$/i, '')
      .replace(/[^A-Za-z0-9._-]+/g, '_')
      .replace(/^[._]+/, '')
      .slice(0, 64) || 'script';
  const folder = prefix.replace(/^\/+|\/+$/g, '');
  return [...(folder ? [folder] : []), 'sluice', sha256, `${file}.py`].join(
    '/',
  );
}
