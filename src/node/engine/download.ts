/** Brings tensors from a device into memory. */
import { InferenceSession } from 'onnxruntime-node';
import type { Tensor } from 'onnxruntime-node';
import type { TensorMap } from '../../runtime/runtime.ts';
import { encodeModel } from '../../onnx/model-proto.ts';
import { fromOnnxTensor } from './onnx-tensors.ts';

/**
 * Copies tensors out of the engine, wherever they lie.
 *
 * onnxruntime-node 1.30 aborts its process when a WebGPU tensor is asked for its data, so those go through a graph of
 * Identity nodes whose outputs lie in memory.
 */
export async function download(tensors: ReadonlyMap<string, Tensor>): Promise<TensorMap> {
  const onDevice = new Map([...tensors].filter(([, tensor]) => tensor.location === 'gpu-buffer'));
  const copies = onDevice.size === 0 ? {} : await throughIdentity(onDevice);
  const values: TensorMap = {};
  for (const [name, tensor] of tensors) values[name] = fromOnnxTensor(name, copies[name] ?? tensor);
  return values;
}

async function throughIdentity(tensors: ReadonlyMap<string, Tensor>): Promise<Record<string, Tensor>> {
  const names = [...tensors.keys()];
  const infos = [...tensors].map(([name, { type, dims }]) => ({ name, dtype: type as 'float32', shape: dims }));
  const bytes = encodeModel({
    irVersion: 10,
    opsets: [{ domain: '', version: 21 }],
    graph: {
      name: 'download',
      nodes: names.map((name, index) => ({ op: 'Identity', inputs: [name], outputs: [`copy_${index}`] })),
      initializers: [],
      inputs: infos,
      outputs: infos.map((info, index) => ({ ...info, name: `copy_${index}` })),
    },
  });
  const session = await InferenceSession.create(bytes, { executionProviders: ['webgpu'], logSeverityLevel: 4 });
  try {
    const copies = await session.run(Object.fromEntries(tensors));
    return Object.fromEntries(names.map((name, index) => [name, copies[`copy_${index}`] as Tensor]));
  } finally {
    await session.release();
  }
}
