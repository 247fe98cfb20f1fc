/** A small protobuf wire-format writer and reader: only what ONNX needs (varint, fixed32, length-delimited, fixed64 skipped). */
import { DarkroomError } from '../base/errors.ts';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder('utf-8', { fatal: true });

/** Byte strings up to this size are copied beside their tag; larger ones are kept by reference until `finish`. */
const INLINE_LIMIT = 256;

/**
 * Builds one message. Nested messages and large byte strings are kept as chunks and joined once, so that the cost is
 * linear in the size of the result however deep a model nests.
 */
export class ProtobufWriter {
  private readonly chunks: Uint8Array[] = [];
  private chunkBytes = 0;
  private pending: number[] = [];

  /** Bytes written so far. */
  get size(): number {
    return this.chunkBytes + this.pending.length;
  }

  /** An int64, int32, bool or enum field. Negative numbers take ten bytes, as protobuf demands. */
  integer(field: number, value: number | bigint): this {
    if (typeof value === 'number' && !Number.isSafeInteger(value)) {
      throw new DarkroomError('engine', `protobuf: field ${field} needs a safe integer, got ${value}.`, { field, value });
    }
    this.varint(field * 8 + VARINT);
    this.varint(value);
    return this;
  }

  /** A float field, in little-endian order. */
  float(field: number, value: number): this {
    this.varint(field * 8 + FIXED32);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.pending.push(...bytes);
    return this;
  }

  /** A string field, as UTF-8. */
  string(field: number, value: string): this {
    return this.bytes(field, utf8Encoder.encode(value));
  }

  /** A bytes field. Large values are kept by reference: do not change them before `finish`. */
  bytes(field: number, value: Uint8Array): this {
    this.varint(field * 8 + LENGTH_DELIMITED);
    this.varint(value.length);
    if (value.length <= INLINE_LIMIT) this.pending.push(...value);
    else this.append(value);
    return this;
  }

  /** A nested message. */
  message(field: number, value: ProtobufWriter): this {
    this.varint(field * 8 + LENGTH_DELIMITED);
    this.varint(value.size);
    for (const chunk of value.chunks) this.append(chunk);
    if (value.pending.length <= INLINE_LIMIT) this.pending.push(...value.pending);
    else this.append(Uint8Array.from(value.pending));
    return this;
  }

  /** The whole message in one array. */
  finish(): Uint8Array {
    this.flush();
    const result = new Uint8Array(this.chunkBytes);
    let position = 0;
    for (const chunk of this.chunks) {
      result.set(chunk, position);
      position += chunk.length;
    }
    return result;
  }

  private append(chunk: Uint8Array): void {
    this.flush();
    this.chunks.push(chunk);
    this.chunkBytes += chunk.length;
  }

  private flush(): void {
    if (this.pending.length === 0) return;
    this.chunks.push(Uint8Array.from(this.pending));
    this.chunkBytes += this.pending.length;
    this.pending = [];
  }

  private varint(value: number | bigint): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 127n) {
      this.pending.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.pending.push(Number(rest));
  }
}

/** One field as it lies on the wire. Varints are signed 64-bit; fixed32 is the float's value. */
export type ProtobufField =
  | { readonly number: number; readonly kind: 'integer'; readonly value: bigint }
  | { readonly number: number; readonly kind: 'float'; readonly value: number }
  | { readonly number: number; readonly kind: 'bytes'; readonly value: Uint8Array };

/**
 * The fields of a message in wire order; byte strings are views into `bytes`, 64-bit fixed fields are skipped.
 * @throws DarkroomError code 'engine' when the message is truncated or not protobuf
 */
export function readProtobuf(bytes: Uint8Array): ProtobufField[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: ProtobufField[] = [];
  let position = 0;
  const take = (length: number): number => {
    const start = position;
    if (length > bytes.length - start) throw malformed(`needs ${length} bytes at ${start} of ${bytes.length}`);
    position += length;
    return start;
  };
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = view.getUint8(take(1));
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
    }
    throw malformed(`a varint longer than ten bytes at ${position}`);
  };
  while (position < bytes.length) {
    const tag = Number(varint());
    const number = Math.floor(tag / 8);
    if (number < 1) throw malformed(`field number ${number} at ${position}`);
    const wire = tag & 7;
    if (wire === VARINT) fields.push({ number, kind: 'integer', value: varint() });
    else if (wire === FIXED32) fields.push({ number, kind: 'float', value: view.getFloat32(take(4), true) });
    else if (wire === FIXED64) take(8);
    else if (wire === LENGTH_DELIMITED) {
      const length = Number(varint());
      if (length < 0) throw malformed(`a negative length at ${position}`);
      const start = take(length);
      fields.push({ number, kind: 'bytes', value: bytes.subarray(start, start + length) });
    } else throw malformed(`wire type ${wire} at ${position}`);
  }
  return fields;
}

/** Decodes a UTF-8 field. @throws DarkroomError code 'engine' when it is not UTF-8 */
export function readUtf8(bytes: Uint8Array): string {
  try {
    return utf8Decoder.decode(bytes);
  } catch (cause) {
    throw new DarkroomError('engine', 'protobuf: a string is not UTF-8.', {}, cause);
  }
}

function malformed(detail: string): DarkroomError {
  return new DarkroomError('engine', `protobuf: malformed message: ${detail}.`);
}
