/** Weights from and to the .safetensors format. @source https://github.com/huggingface/safetensors */
import { DarkroomError } from '../base/errors.ts';
import { bytesPerElement, sizeOf } from '../base/tensor-data.ts';
import type { DType, TensorData } from '../base/tensor-data.ts';
import { PREFIX_BYTES, headerLength, parseSafetensorsHeader, readSafetensorsHeader } from './safetensors-header.ts';
import type { StoredDType, StoredTensor, WeightSource } from './safetensors-header.ts';
import type { Weights } from './weights.ts';

/** How the stored types are held in memory. Bytes are little-endian, as on every platform that Node and browsers run on. */
const decoders: Partial<Record<StoredDType, (bytes: Uint8Array<ArrayBuffer>) => Pick<TensorData, 'dtype' | 'data'>>> = {
  F32: (bytes) => ({ dtype: 'float32', data: new Float32Array(bytes.buffer) }),
  F16: (bytes) => ({ dtype: 'float16', data: new Uint16Array(bytes.buffer) }),
  BF16: (bytes) => ({ dtype: 'float32', data: widenBfloat16(new Uint16Array(bytes.buffer)) }),
  I64: (bytes) => ({ dtype: 'int64', data: new BigInt64Array(bytes.buffer) }),
  I32: (bytes) => ({ dtype: 'int32', data: new Int32Array(bytes.buffer) }),
  U8: (bytes) => ({ dtype: 'uint8', data: bytes }),
  BOOL: (bytes) => ({ dtype: 'bool', data: bytes }),
};

const storedAs = { float32: 'F32', float16: 'F16', int64: 'I64', int32: 'I32', uint8: 'U8', bool: 'BOOL' } as const satisfies Record<DType, StoredDType>;

/**
 * All tensors of a file in memory. bfloat16 is widened to float32, exactly.
 * @throws DarkroomError code 'weights' when the bytes are damaged or hold a type that Darkroom does not load
 */
export function readWeights(bytes: Uint8Array): Weights {
  const length = headerLength(bytes.subarray(0, PREFIX_BYTES), bytes.length);
  const { tensors, metadata } = parseSafetensorsHeader(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length), bytes.length);
  const decode = (stored: StoredTensor): TensorData => decodeTensor(stored, bytes.subarray(stored.offset, stored.offset + stored.length));
  return { tensors: new Map([...tensors].map(([name, stored]) => [name, decode(stored)])), metadata };
}

/** As `readWeights`, one tensor at a time: never more than one raw tensor beside the result. */
export async function readWeightsFrom(source: WeightSource): Promise<Weights> {
  const { tensors, metadata } = await readSafetensorsHeader(source);
  const loaded = new Map<string, TensorData>();
  for (const [name, stored] of tensors) loaded.set(name, await readTensor(source, stored));
  return { tensors: loaded, metadata };
}

/** One tensor. @throws DarkroomError code 'weights' when its type is one that Darkroom does not load */
export async function readTensor(source: WeightSource, stored: StoredTensor): Promise<TensorData> {
  return decodeTensor(stored, await source.read(stored.offset, stored.length));
}

/** Memory as a source. */
export function sourceOf(bytes: Uint8Array): WeightSource {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

/**
 * The file in pieces that are views of the tensors: writing them one after the other needs no second copy of the weights.
 * Tensors are ordered by element size, largest first, then by name, so that the same weights give the same bytes and
 * every tensor is aligned.
 * @throws DarkroomError code 'weights' when a tensor's values do not fit its shape
 */
export function safetensorsPieces(weights: Weights): Uint8Array[] {
  const tensors = [...weights.tensors].toSorted(([a, { dtype: of }], [b, { dtype: by }]) => bytesPerElement[by] - bytesPerElement[of] || (a < b ? -1 : 1));
  const metadata = Object.entries(weights.metadata).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const header: [string, unknown][] = metadata.length === 0 ? [] : [['__metadata__', Object.fromEntries(metadata)]];
  let offset = 0;
  for (const [name, { dtype, shape, data }] of tensors) {
    if (name === '__metadata__' || data.length !== sizeOf(shape)) {
      throw new DarkroomError('weights', `Tensor '${name}' cannot be saved: ${data.length} values for shape [${shape.join(', ')}].`, { tensor: name });
    }
    header.push([name, { dtype: storedAs[dtype], shape, data_offsets: [offset, offset + data.byteLength] }]);
    offset += data.byteLength;
  }
  const values = tensors.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return [encodeHeader(header), ...values];
}

/** The file as one array; see `safetensorsPieces`. */
export function encodeSafetensors(weights: Weights): Uint8Array {
  const pieces = safetensorsPieces(weights);
  const bytes = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** JSON keeps the order of entries here, not of an object: an object would move names that look like numbers to the front. */
function encodeHeader(entries: readonly (readonly [string, unknown])[]): Uint8Array {
  const json = `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
  const text = new TextEncoder().encode(json);
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(PREFIX_BYTES + length).fill(0x20); // padding is spaces
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, PREFIX_BYTES);
  return bytes;
}

function decodeTensor(stored: StoredTensor, bytes: Uint8Array): TensorData {
  const decode = decoders[stored.dtype];
  if (decode === undefined) {
    const message = `Tensor '${stored.name}' holds ${stored.dtype} values; Darkroom loads ${Object.keys(decoders).join(', ')}.`;
    throw new DarkroomError('weights', message, { tensor: stored.name, dtype: stored.dtype });
  }
  // Typed arrays need alignment and their own buffer; a source may give a view of a larger one.
  const alone = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
  return { shape: stored.shape, ...decode(alone ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes)) };
}

/** bfloat16 is the upper half of a float32. */
function widenBfloat16(halves: Uint16Array): Float32Array {
  const words = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) words[i] = halves[i]! << 16;
  return new Float32Array(words.buffer);
}
