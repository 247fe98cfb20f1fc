/** What machine this is, as far as it matters for the words on keys. */
export const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform);
