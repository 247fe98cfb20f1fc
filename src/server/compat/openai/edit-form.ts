/** The files and settings of an edit, from a form or from JSON. */
import type { Context } from 'hono';
import { ServiceError } from '../../../api/error.ts';
import { type EditFields, editFields, editJson, variationFields } from '../../../api/openai.ts';
import type { z } from '@hono/zod-openapi';
import { bytesOf } from '../../request-pictures.ts';

export interface EditForm {
  readonly fields: EditFields;
  readonly image: Uint8Array;
  readonly mask?: Uint8Array;
}

type Parsed = Record<string, string | File | (string | File)[]>;

/** @throws ServiceError 'usage' naming the field */
export async function readEdit(context: Context): Promise<EditForm> {
  if (isJson(context)) return fromJson(await context.req.json().catch(() => { throw new ServiceError('usage', 'The body is not JSON.'); }));
  const form = await readForm(context);
  const mask = filesOf(form, ['mask'])[0];
  return { fields: checked(editFields, textsOf(form)), image: await theImage(form), ...(mask && { mask: new Uint8Array(await mask.arrayBuffer()) }) };
}

export async function readVariation(context: Context): Promise<Omit<EditForm, 'mask'>> {
  const form = await readForm(context);
  const fields = checked(variationFields, textsOf(form));
  return { fields: { ...fields, prompt: fields.prompt ?? '' }, image: await theImage(form) };
}

const isJson = (context: Context): boolean => (context.req.header('content-type') ?? '').includes('json');

async function readForm(context: Context): Promise<Parsed> {
  if (!(context.req.header('content-type') ?? '').toLowerCase().startsWith('multipart/form-data')) throw new ServiceError('usage', 'Send a form (multipart/form-data) with image and prompt, or JSON with images and prompt.');
  return context.req.parseBody({ all: true }).catch(() => { throw new ServiceError('usage', 'The form is damaged.'); });
}

const listOf = (value: Parsed[string] | undefined): (string | File)[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function filesOf(form: Parsed, names: readonly string[]): File[] {
  return names.flatMap((name) => listOf(form[name])).filter((value) => typeof value !== 'string');
}

/** Models that take further pictures as references are not here: leaving them out unsaid would make something else than was asked for. */
const tooMany = (count: number, path: string): ServiceError => new ServiceError('usage', `${count} images came, and one can be edited at a time: the models here take no further pictures as references. Send the one to edit, and say in the prompt what of the others you want.`, path);

async function theImage(form: Parsed): Promise<Uint8Array> {
  const [first, ...others] = filesOf(form, ['image', 'image[]']);
  if (first === undefined) throw new ServiceError('usage', 'The form has no file named image.', 'image');
  if (others.length > 0) throw tooMany(1 + others.length, 'image');
  return new Uint8Array(await first.arrayBuffer());
}

function textsOf(form: Parsed): Record<string, string> {
  return Object.fromEntries(Object.entries(form).flatMap(([name, value]) => {
    const text = listOf(value).find((each) => typeof each === 'string');
    return text === undefined ? [] : [[name, text]];
  }));
}

function checked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  throw new ServiceError('usage', `${path === '' ? 'The request' : `'${path}'`}: ${issue?.message ?? 'not understood'}.`, path);
}

function fromJson(value: unknown): EditForm {
  const { images, mask, ...fields } = checked(editJson, value);
  if (images.length > 1) throw tooMany(images.length, 'images');
  return { fields, image: referenced(images[0], 'images.0'), ...(mask && { mask: referenced(mask, 'mask') }) };
}

/** Pictures come with the request: nothing is fetched from anywhere. */
function referenced(reference: { readonly image_url?: string | null | undefined } | undefined, path: string): Uint8Array {
  const url = reference?.image_url;
  if (typeof url !== 'string' || !url.startsWith('data:')) throw new ServiceError('usage', 'Pictures are given as data URLs in image_url: this service keeps no files by id, and fetches nothing.', path);
  return bytesOf(url, path);
}
