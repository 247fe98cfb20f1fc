/** The ids of the storybook world: what exists in it. */

export type SubjectId = string;
export type TintId = 'red' | 'orange' | 'yellow' | 'green' | 'blue' | 'purple' | 'pink' | 'white' | 'black';
export type PlaceId = 'mars' | 'moon' | 'beach' | 'forest' | 'desert' | 'city' | 'meadow' | 'mountains' | 'under-water' | 'snow' | 'space' | 'kitchen' | 'stage' | 'studio';
export type LightId = 'day' | 'sunset' | 'night' | 'golden' | 'overcast' | 'neon';
export type StyleId = 'flat' | 'glossy' | 'watercolour' | 'pencil' | 'pixel' | 'paper-cut' | 'neon' | 'silhouette' | 'poster' | 'comic';
export type CompositionId = 'wide' | 'close-up' | 'centred' | 'left-third' | 'right-third';
export type RelationId = 'riding' | 'on' | 'under' | 'next-to' | 'left-of' | 'right-of' | 'above' | 'in-front-of' | 'behind' | 'holding';
