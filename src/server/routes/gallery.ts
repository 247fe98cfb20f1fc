/** /darkroom/v1/gallery: finished pictures. */
import { randomBytes } from 'node:crypto';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { ServiceError } from '../../api/error.ts';
import { routes } from '../../api/routes.ts';
import { decodePng, encodePng, readPngText } from '../../images/png.ts';
import { encodePicture } from '../../node/image-codec.ts';
import { pictureIdOf, type StoredPicture } from '../../storage/picture-files.ts';
import { decodeWithin } from '../request-pictures.ts';
import type { Service } from '../service.ts';
import { pictureView } from '../views.ts';

/** Pixels of a thumbnail's longer side. */
const THUMBNAIL_SIDE = 384;
/** A picture's id never means other pixels. */
const FOR_EVER = 'private, max-age=31536000, immutable';

export function galleryRoutes(app: OpenAPIHono, { gallery, limits }: Service): void {
  const found = <T>(value: T | undefined, id: string): T => {
    if (value === undefined) throw new ServiceError('not-found', `There is no picture '${id}' in the gallery.`);
    return value;
  };

  app.openapi(routes.gallery, async (context) => {
    const { pictures, total, cursor } = await gallery.find(context.req.valid('query'));
    return context.json({ pictures: pictures.map(pictureView), total, ...(cursor !== undefined && { cursor }) }, 200);
  });
  app.openapi(routes.labels, async (context) => context.json(await gallery.labels(), 200));
  app.openapi(routes.picture, async (context) => context.json(pictureView(found(await gallery.get(context.req.valid('param').id), context.req.valid('param').id)), 200));
  app.openapi(routes.changePicture, async (context) => {
    const { id } = context.req.valid('param');
    return context.json(pictureView(found(await gallery.change(id, context.req.valid('json')), id)), 200);
  });
  app.openapi(routes.emptyTrash, async (context) => context.json({ deleted: await gallery.emptyTrash() }, 200));

  app.openapi(routes.pictureFile, async (context) => {
    const { id } = context.req.valid('param');
    const { size = 'full', format = 'png' } = context.req.valid('query');
    const png = found(await gallery.file(id), id);
    const bytes = size === 'full' && format === 'png' ? png : await encodePicture(await decodeWithin(png, limits.pixels, 'id'), format, size === 'full' ? {} : { within: THUMBNAIL_SIDE });
    return context.body(bytes, 200, { 'Content-Type': `image/${format}`, 'Cache-Control': FOR_EVER, 'Content-Disposition': `inline; filename="${id}.${format === 'jpeg' ? 'jpg' : format}"` }) as never;
  });

  app.openapi(routes.importPicture, async (context) => {
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    return context.json(pictureView(await imported(bytes)), 201);
  });

  /** A PNG that can be read goes in as it is, with all that it carries; anything else becomes one. */
  async function imported(bytes: Uint8Array): Promise<StoredPicture> {
    const picture = await decodeWithin(bytes, limits.pixels, 'body');
    return gallery.add(pictureIdOf(`i${randomBytes(8).toString('hex')}`, Date.now(), 0), isReadablePng(bytes) ? bytes : encodePng(picture));
  }
}

function isReadablePng(bytes: Uint8Array): boolean {
  try {
    readPngText(bytes);
    decodePng(bytes);
    return true;
  } catch {
    return false;
  }
}
