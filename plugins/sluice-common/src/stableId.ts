const PRIMES = [0x01000193, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

/**
 * 32 hex digits that stand for some texts, the same in browser and server. Four
 * FNV-1a hashes of different primes: good against chance, not against somebody
 * who looks for two texts of one hash.
 * @internal
 */
export function stableId(parts: readonly string[]): string {
  const text = JSON.stringify(parts);
  return PRIMES.map(prime => {
    let hash = 0x811c9dc5 ^ prime;
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text.charCodeAt(i), prime);
      hash ^= hash >>> 15;
    }
    return (hash >>> 0).toString(16).padStart(8, '0');
  }).join('');
}
