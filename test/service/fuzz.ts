/** Requests as nobody should send them, made from the service's own OpenAPI document. */
import { type Random, createRandom } from '../../src/base/random.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
interface Schema { readonly type?: string | string[]; readonly properties?: Record<string, Schema>; readonly items?: Schema; readonly anyOf?: Schema[]; readonly enum?: Json[]; readonly $ref?: string; readonly minimum?: number; readonly maximum?: number; readonly required?: string[]; readonly additionalProperties?: Schema | boolean }
interface Parameter { readonly name: string; readonly in: string; readonly schema?: Schema }
interface Operation { readonly parameters?: Parameter[]; readonly requestBody?: { readonly content: Record<string, { readonly schema?: Schema }> } }
export interface Document { readonly paths: Record<string, Record<string, Operation>>; readonly components?: { readonly schemas?: Record<string, Schema> } }

export interface FuzzRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
}

/** One white pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';

const strings = ['', ' ', 'a', 'a red fox', '🦊'.repeat(30), '\u0000', '\ud800', '../../etc/passwd', '..%2f..%2f', "' OR 1=1 --", '<script>alert(1)</script>', '{a|b}', '__x__', '{'.repeat(200), 'x'.repeat(3000), '-1', '1e999', 'NaN', 'null', 'true', '[object Object]', '__proto__',
  'constructor', 'fake', 'first-light', 'euler', 'DPM++ 2M Karras', '512x512', 'auto', '0x0', '999999999x1', PNG, `data:image/png;base64,${PNG}`, 'data:image/svg+xml;base64,PHN2Zy8+', 'data:,x', `data:image/png;base64,${PNG.slice(0, 40)}`, '2024-01-01', '2024-99-99', '0'.repeat(64), 'a'.repeat(64), '%', '%00', '\r\nX-Evil: 1'];
const numbers = [0, 1, -1, 2, 7, 32, 64, 0.5, -0.5, 1e9, -1e9, 1e308, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 1e-300, 16, 1000, 65536];

function anything(random: Random, depth: number): Json {
  switch (random.integer(depth > 4 ? 5 : 8)) {
    case 0: return null;
    case 1: return random.integer(2) === 0;
    case 2: return random.pick(numbers);
    case 3: case 4: return random.pick(strings);
    case 5: return Array.from({ length: random.integer(5) }, () => anything(random, depth + 1));
    case 6: return Object.fromEntries(Array.from({ length: random.integer(5) }, () => [random.pick(strings), anything(random, depth + 1)]));
    default: return nested(random.integer(60));
  }
}

const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);

/** Mostly as the schema says, here and there not. */
function fromSchema(schema: Schema | undefined, document: Document, random: Random, depth = 0): Json {
  if (schema === undefined || depth > 8 || random.uniform() < 0.05) return anything(random, depth);
  // Now few settings, now many: among many one is always wrong.
  const density = random.pick([0.03, 0.1, 0.4]);
  if (schema.$ref !== undefined) return fromSchema(document.components?.schemas?.[schema.$ref.split('/').at(-1)!], document, random, depth + 1);
  if (schema.enum) return random.pick(schema.enum);
  if (schema.anyOf) return fromSchema(random.pick(schema.anyOf), document, random, depth + 1);
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type;
  switch (type) {
    case 'object': return Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([name]) => random.uniform() < (schema.required?.includes(name) ? 0.97 : density)).map(([name, each]) => [name, fromSchema(each, document, random, depth + 1)]));
    case 'array': return Array.from({ length: random.integer(4) }, () => fromSchema(schema.items, document, random, depth + 1));
    case 'integer': case 'number': return random.uniform() < 0.5 ? random.pick(numbers) : Math.floor((schema.minimum ?? 0) + random.uniform() * (Math.min(schema.maximum ?? 100, (schema.minimum ?? 0) + 100) - (schema.minimum ?? 0)));
    case 'boolean': return random.integer(2) === 0;
    case 'null': return null;
    case 'string': return random.pick(strings);
    default: return anything(random, depth);
  }
}

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
/** What may stand in an address or a header at all: clients cannot send the rest. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, '').trim();

/** @param seed the same one gives the same requests */
export function* fuzzRequests(document: Document, count: number, seed: number): Generator<FuzzRequest> {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })));
  for (let i = 0; i < count; i++) {
    const random = createRandom(seed, i);
    const { path, method, operation } = random.pick(operations);
    const parameters = operation.parameters ?? [];
    const valueOf = ({ schema }: Parameter): string => plain(asText(fromSchema(schema, document, random)));
    let address = path.replace(/\{(\w+)\}/g, () => encodeURIComponent(plain(random.pick(strings)) || 'x'));
    const query = parameters.filter(({ in: place }) => place === 'query' && random.uniform() < 0.6).map((parameter) => [parameter.name, valueOf(parameter)]);
    if (random.uniform() < 0.1) query.push([plain(random.pick(strings)), 'x']);
    if (query.length > 0) address += `?${new URLSearchParams(query as [string, string][]).toString()}`;
    const headers: Record<string, string> = Object.fromEntries(parameters.filter(({ in: place }) => place === 'header' && random.uniform() < 0.5).map((parameter) => [parameter.name, valueOf(parameter).slice(0, 500)]));
    if (random.uniform() < 0.05) headers['authorization'] = plain(random.pick(strings)).slice(0, 200);
    const verb = random.uniform() < 0.03 ? random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH']) : method;
    yield { path: address, method: verb, headers, ...(verb === 'GET' ? {} : bodyOf(operation, document, random, headers)) };
  }
}

function bodyOf(operation: Operation, document: Document, random: Random, headers: Record<string, string>): Pick<FuzzRequest, 'body'> {
  const content = Object.entries(operation.requestBody?.content ?? {});
  const [type, { schema } = {}] = content.length === 0 ? ['application/json'] : random.pick(content);
  const draw = random.uniform();
  if (type.startsWith('multipart') && draw < 0.8) return { body: formOf(random) };
  headers['content-type'] = draw < 0.05 ? random.pick(['text/plain', 'application/xml', 'multipart/form-data', 'application/x-www-form-urlencoded', 'x/y']) : type;
  if (type === 'application/octet-stream' && draw < 0.9) return { body: Uint8Array.from(random.pick([Buffer.from(PNG, 'base64'), Buffer.from(PNG, 'base64').subarray(0, 30), Buffer.from(random.pick(strings)), Buffer.alloc(0), Buffer.from(PNG, 'base64').map((byte) => (random.uniform() < 0.1 ? random.integer(256) : byte))])) };
  const text = JSON.stringify(fromSchema(schema, document, random));
  if (draw > 0.95) return { body: text.slice(0, random.integer(text.length + 1)) };
  if (draw > 0.93) return {};
  return { body: text };
}

function formOf(random: Random): FormData {
  const form = new FormData();
  for (const name of ['image', 'image[]', 'mask', 'prompt', 'n', 'size', 'stream', 'response_format', 'seed', 'steps', 'strength', 'model', 'odd']) {
    if (random.uniform() < 0.5) continue;
    const isFile = random.uniform() < (name.startsWith('image') || name === 'mask' ? 0.85 : 0.1);
    if (isFile) form.append(name, new Blob([random.uniform() < 0.6 ? Buffer.from(PNG, 'base64') : Buffer.from(random.pick(strings))]), 'a.png');
    else form.append(name, random.uniform() < 0.5 ? String(random.pick(numbers)) : random.pick(strings));
  }
  return form;
}
