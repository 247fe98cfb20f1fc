/** Reads the header of a .safetensors file and distrusts it: every claim is checked before a tensor is touched. */
import { DarkroomError } from '../base/errors.ts';

/** Bytes that can be read in ranges: a file, a web resource, or memory. `read` gives exactly `length` bytes. */
export interface WeightSource {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes per element of every element type of the format; Darkroom loads some of them. @source safetensors, Dtype */
const storedBytes = {
  F64: 8, F32: 4, F16: 2, BF16: 2, F8_E4M3: 1, F8_E5M2: 1,
  I64: 8, I32: 4, I16: 2, I8: 1, U64: 8, U32: 4, U16: 2, U8: 1, BOOL: 1,
} as const;

export type StoredDType = keyof typeof storedBytes;

/** Where a tensor lies: `offset` counts from the start of the file, so that an engine can map it directly. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: StoredDType;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The header's length lies in the first eight bytes. */
export const PREFIX_BYTES = 8;
/** No honest header is longer: the reference implementation has the same limit. */
const MAX_HEADER_BYTES = 100_000_000;

/**
 * Reads and checks the header.
 * @throws DarkroomError code 'weights' when the file is truncated, not safetensors, or lies about its tensors
 */
export async function readSafetensorsHeader(source: WeightSource): Promise<SafetensorsHeader> {
  const prefix = await source.read(0, Math.min(PREFIX_BYTES, source.size));
  const length = headerLength(prefix, source.size);
  return parseSafetensorsHeader(await source.read(PREFIX_BYTES, length), source.size);
}

/**
 * The header's length in bytes.
 * @param prefix the first eight bytes of the file
 * @throws DarkroomError code 'weights'
 */
export function headerLength(prefix: Uint8Array, fileSize: number): number {
  if (prefix.length < PREFIX_BYTES) throw refusal(`the file has only ${prefix.length} bytes`);
  const length = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES).getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) throw refusal(`it claims a header of ${length} bytes, so it is not a .safetensors file`);
  if (Number(length) > fileSize - PREFIX_BYTES) {
    throw refusal(`its header of ${length} bytes does not fit the file's ${fileSize} bytes: the file is truncated`);
  }
  return Number(length);
}

/**
 * Checks the header's JSON against the file's size: known types, sizes that match shapes, and tensors that fill the file
 * without gap or overlap, as the format demands (hidden bytes could smuggle a second file).
 * @throws DarkroomError code 'weights', naming the tensor
 */
export function parseSafetensorsHeader(json: Uint8Array, fileSize: number): SafetensorsHeader {
  const { __metadata__: metadata, ...rest } = parseObject(json);
  const dataStart = PREFIX_BYTES + json.length;
  const tensors = Object.entries(rest).map(([name, claim]) => storedTensor(name, claim, dataStart));
  let end = dataStart;
  for (const tensor of tensors.toSorted((a, b) => a.offset - b.offset || a.length - b.length)) {
    if (tensor.offset !== end) {
      const what = tensor.offset < end ? 'overlaps the tensor before it' : 'leaves a gap before it';
      throw refusal(`tensor '${tensor.name}' ${what}`, tensor.name);
    }
    end += tensor.length;
    if (end > fileSize) {
      throw refusal(`tensor '${tensor.name}' ends at byte ${end}, but the file has ${fileSize}: it is truncated, so download it again`, tensor.name);
    }
  }
  if (end !== fileSize) throw refusal(`${fileSize - end} bytes after the last tensor belong to nothing`);
  return { tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])), metadata: checkMetadata(metadata) };
}

function parseObject(json: Uint8Array): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (isObject(parsed)) return parsed;
  } catch (cause) {
    throw refusal('its header is not JSON, so it is damaged or not a .safetensors file', undefined, cause);
  }
  throw refusal('its header is not a JSON object');
}

function storedTensor(name: string, claim: unknown, dataStart: number): StoredTensor {
  if (!isObject(claim)) throw refusal(`tensor '${name}' has no description`, name);
  const { dtype, shape, data_offsets: offsets } = claim;
  if (typeof dtype !== 'string' || !Object.hasOwn(storedBytes, dtype)) throw refusal(`tensor '${name}' has the unknown type ${JSON.stringify(dtype)}`, name);
  if (!isSizes(shape)) throw refusal(`tensor '${name}' has the impossible shape ${JSON.stringify(shape)}`, name);
  if (!isSizes(offsets) || offsets.length !== 2) throw refusal(`tensor '${name}' has the impossible offsets ${JSON.stringify(offsets)}`, name);
  const [begin, end] = offsets as [number, number];
  const expected = shape.reduce((product, size) => product * size, storedBytes[dtype as StoredDType]);
  if (end - begin !== expected) {
    throw refusal(`tensor '${name}' (${dtype} [${shape.join(', ')}]) takes ${expected} bytes, but its range has ${end - begin}`, name);
  }
  return { name, dtype: dtype as StoredDType, shape, offset: dataStart + begin, length: expected };
}

function checkMetadata(metadata: unknown): Record<string, string> {
  if (metadata === undefined) return {};
  if (isObject(metadata) && Object.values(metadata).every((value) => typeof value === 'string')) return metadata as Record<string, string>;
  throw refusal('its metadata is not a table of texts');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}

function refusal(reason: string, tensor?: string, cause?: unknown): DarkroomError {
  return new DarkroomError('weights', `These weights cannot be used: ${reason}.`, tensor === undefined ? {} : { tensor }, cause);
}
