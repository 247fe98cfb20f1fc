/** Conversions between Darkroom's tensors and onnxruntime-node's, and its error messages in one line. */
import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';
import { DarkroomError } from '../../base/errors.ts';
import { bytesPerElement } from '../../base/tensor-data.ts';
import type { DType, TensorData } from '../../base/tensor-data.ts';
import type { TensorInfo } from '../../runtime/runtime.ts';

/** Wraps the values without copying them. */
export function toOnnxTensor(tensor: TensorData): Tensor {
  return new Tensor(tensor.dtype, tensor.data, tensor.shape);
}

/** The values of an engine tensor that lies in memory, without copying them. */
export function fromOnnxTensor(name: string, tensor: Tensor): TensorData {
  const dtype = dtypeOf(name, tensor.type);
  const { data } = tensor;
  // Newer Node versions have Float16Array, and then onnxruntime uses it: same bits, other view.
  const bits = dtype === 'float16' && ArrayBuffer.isView(data) ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : data;
  return { dtype, shape: tensor.dims, data: bits as TensorData['data'] };
}

/**
 * Describes a graph's inputs or outputs.
 * @throws DarkroomError code 'engine' for element types that Darkroom does not handle
 */
export function tensorInfos(metadata: readonly InferenceSession.ValueMetadata[]): TensorInfo[] {
  return metadata.map((value) => {
    if (!value.isTensor) throw new DarkroomError('engine', `'${value.name}' is not a tensor.`, { name: value.name });
    const shape = value.shape.map((size) => (typeof size === 'number' ? size : -1));
    return { name: value.name, dtype: dtypeOf(value.name, value.type), shape };
  });
}

/** The first line of an ONNX Runtime error, without the source paths of its build machine. */
export function onnxErrorLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const firstLine = text.split('\n', 1)[0] ?? '';
  // A failed check of its own reads `onnxruntime::Class::Method(…) condition was false. What went wrong`.
  const plain = firstLine.replace(/^onnxruntime::.* was false\. /, '');
  return plain.replaceAll(/\/?onnxruntime_src\/\S+:\d+ */g, '').replaceAll(/ {2,}/g, ' ').trim().slice(0, 600);
}

function dtypeOf(name: string, type: string): DType {
  if (type in bytesPerElement) return type as DType;
  throw new DarkroomError('engine', `'${name}' holds ${type} values, which Darkroom does not handle.`, { name, type });
}
