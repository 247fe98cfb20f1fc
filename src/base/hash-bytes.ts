/** A short name for bytes: tells states apart, keeps no secrets. */

/**
 * Eight hexadecimal digits; the same for the same bytes however they are cut into parts.
 * @source FNV-1a: Fowler, Noll, Vo, http://www.isthe.com/chongo/tech/comp/fnv/
 */
export function hashBytes(parts: readonly Uint8Array[]): string {
  let hash = 0x811c9dc5;
  for (const part of parts) for (let i = 0; i < part.length; i++) hash = Math.imul(hash ^ (part[i] as number), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
