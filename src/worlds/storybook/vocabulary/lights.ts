/** The light of a scene: when it plays, or what shines. */

import type { ClauseConcept } from '../../concept.ts';

export const lightTable = {
  day: { words: ['day', 'daytime', 'daylight', 'sunny'], clauses: ['by day', 'during the day', 'in daylight', 'in the daytime', 'on a bright day', 'on a sunny day', 'in broad daylight', 'at noon', 'under a clear sky'] },
  sunset: { words: ['sunset', 'dusk', 'sundown', 'evening'], clauses: ['at sunset', 'at dusk', 'at sundown', 'in the evening', 'as the sun sets', 'during sunset', 'under a red evening sky', 'in the evening glow'] },
  night: { words: ['night', 'nighttime', 'moonlight', 'starry night'], clauses: ['at night', 'by night', 'in the dark', 'by moonlight', 'under the stars', 'after dark', 'in the middle of the night', 'at midnight', 'under a starry sky'] },
  golden: { words: ['golden hour', 'golden light', 'warm light'], clauses: ['at golden hour', 'in golden light', 'in the golden hour', 'in warm light', 'in warm golden light', 'in late afternoon light', 'bathed in golden light', 'in warm sunlight'] },
  overcast: { words: ['overcast', 'cloudy', 'grey sky', 'grey weather'], clauses: ['on a cloudy day', 'on an overcast day', 'under a grey sky', 'under a cloudy sky', 'in grey weather', 'on a grey day', 'under an overcast sky', 'on a gloomy day'] },
  neon: { words: ['neon light', 'neon lights', 'neon glow'], clauses: ['in neon light', 'under neon lights', 'in a neon glow', 'lit by neon', 'in pink and blue light', 'lit by neon lights', 'bathed in neon light', 'in cyberpunk light'] },
  candle: { words: ['candlelight', 'candle light', 'candlelit'], clauses: ['by candlelight', 'in candlelight', 'lit by a candle', 'in the glow of a candle', 'lit by candles', 'in flickering candlelight', 'in the light of a candle', 'in a candlelit room'] },
} as const satisfies Record<string, ClauseConcept>;

export type LightId = keyof typeof lightTable;
