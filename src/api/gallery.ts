/** The gallery as clients see it: finished pictures, found by words, model, seed, date, favourites, tags and collections. */
import { z } from '@hono/zod-openapi';

export const pictureId = z.string().regex(/^[A-Za-z0-9_-]{1,80}$/).openapi({ example: '20261124-221530-0v7x2k9q-1' });

const label = z.string().trim().min(1).max(100);

export const pictureView = z.object({
  id: pictureId,
  url: z.string().openapi({ description: 'The file: a PNG that carries its recipe.' }),
  thumbnail_url: z.string(),
  width: z.number(),
  height: z.number(),
  bytes: z.number(),
  created_at: z.string(),
  job_id: z.string().optional(),
  seed: z.number().optional(),
  prompt: z.string(),
  model: z.string(),
  recipe: z.record(z.string(), z.unknown()).optional().openapi({ description: 'As it is in the picture; absent when it carries none.' }),
  favourite: z.boolean(),
  tags: z.array(z.string()),
  collections: z.array(z.string()),
  trashed: z.boolean(),
}).openapi('Picture');

export type PictureView = z.infer<typeof pictureView>;

/** Query strings hold text only. */
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const whole = (low: number, high: number): z.ZodType<number, string> => z.string().regex(/^\d{1,16}$/).transform(Number).pipe(z.number().min(low).max(high));

export const galleryQuery = z.object({
  text: z.string().max(500).optional().openapi({ description: 'Words that prompt, tags or model hold, all of them; the last may be unfinished.' }),
  model: z.string().max(200).optional(),
  seed: whole(0, Number.MAX_SAFE_INTEGER).optional(),
  from: z.iso.date().optional().openapi({ description: 'Made on this day or later.' }),
  to: z.iso.date().optional(),
  favourite: flag.optional(),
  tag: label.optional(),
  collection: label.optional(),
  job: z.string().max(64).optional(),
  trashed: flag.optional().openapi({ description: 'Default false: what is in the trash does not show.' }),
  limit: whole(1, 200).optional().openapi({ description: 'Default 50.' }),
  cursor: z.string().max(200).optional().openapi({ description: 'From the answer before.' }),
}).strict();

export type GalleryQuery = z.infer<typeof galleryQuery>;

export const galleryPage = z.object({ pictures: z.array(pictureView), total: z.number(), cursor: z.string().optional() }).openapi('GalleryPage');

/** What a person can change of a picture. What is left out stays. */
export const pictureChange = z.object({
  favourite: z.boolean().optional(),
  tags: z.array(label).max(100).optional(),
  collections: z.array(label).max(100).optional(),
  trashed: z.boolean().optional().openapi({ description: 'true puts it into the trash, false takes it out again.' }),
}).strict().openapi('PictureChange');

export type PictureChange = z.infer<typeof pictureChange>;

export const galleryLabels = z.object({
  tags: z.array(z.object({ name: z.string(), count: z.number() })),
  collections: z.array(z.object({ name: z.string(), count: z.number() })),
  models: z.array(z.object({ name: z.string(), count: z.number() })),
}).openapi('GalleryLabels');
