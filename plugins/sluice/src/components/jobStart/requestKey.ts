/**
 * What makes a call and its repetitions one run. Not `randomUUID`, which
 * browsers have only where the app is served by HTTPS.
 */
export function newRequestKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
