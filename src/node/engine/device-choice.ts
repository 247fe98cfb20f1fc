/** Picks the device in the engine process, by running a tiny graph on it: what the package claims to support is not proof. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor, listSupportedBackends } from 'onnxruntime-node';
import { DarkroomError } from '../../base/errors.ts';
import { encodeModel } from '../../onnx/model-proto.ts';
import type { DeviceName, DeviceReport } from '../../runtime/runtime.ts';
import { onnxErrorLine } from './onnx-tensors.ts';

type Device = DeviceReport['device'];

/** What a person can do when a device does not answer. */
const remedies = {
  cpu: 'reinstall onnxruntime-node',
  webgpu: 'it needs a GPU with a Vulkan, Metal or Direct3D 12 driver',
  cuda: 'it needs an NVIDIA GPU, CUDA 12, cuDNN 9 and the CUDA files of onnxruntime-node (reinstall it without ONNXRUNTIME_NODE_INSTALL=skip)',
  coreml: 'it exists on macOS only',
  dml: 'it exists on Windows only',
} as const satisfies Record<Device, string>;

/**
 * Decides where graphs run.
 *
 * `auto` takes CUDA when it works, else the CPU. It never takes WebGPU: the adapter may be a software one, many times
 * slower than the CPU, and some operators of the training graphs have no WebGPU kernel.
 * @param threads for the CPU; 0: as many as there are physical cores
 * @throws DarkroomError code 'device' when the wanted device does not answer
 */
export async function chooseDevice(wanted: DeviceName, threads: number): Promise<DeviceReport> {
  const cpuThreads = threads > 0 ? threads : physicalCores();
  const report = (device: Device, reason: string): DeviceReport => ({ device, threads: cpuThreads, reason: `${device}: ${reason}` });
  if (wanted !== 'auto') {
    const refusal = await refusalOf(wanted);
    if (refusal === undefined) return report(wanted, wanted === 'cpu' ? `${cpuThreads} threads, as asked` : 'as asked, and a test graph ran on it');
    throw new DarkroomError('device', `${wanted}: ${refusal}; ${remedies[wanted]}${wanted === 'cpu' ? '' : ', or use --device cpu'}.`, { device: wanted });
  }
  const cudaRefusal = await refusalOf('cuda');
  if (cudaRefusal === undefined) return report('cuda', 'a test graph ran on it');
  return report('cpu', `${cpuThreads} threads; cuda was not taken (${cudaRefusal}); webgpu is used only when asked for`);
}

/** Why a device cannot be used, or undefined when it answered a tiny graph rightly. */
async function refusalOf(device: Device): Promise<string | undefined> {
  const backends = listSupportedBackends();
  if (!backends.some(({ name }) => name === device)) {
    return `this build of ONNX Runtime has only ${backends.map(({ name }) => name).join(', ')}`;
  }
  try {
    const session = await InferenceSession.create(doublingModel(), { executionProviders: [device], logSeverityLevel: 4 });
    const { y } = await session.run({ x: new Tensor('float32', Float32Array.of(1, 2), [2]) });
    await session.release();
    return y?.data[1] === 4 ? undefined : 'a test graph gave wrong values';
  } catch (error) {
    return onnxErrorLine(error);
  }
}

function doublingModel(): Uint8Array {
  const value = (name: string) => ({ name, dtype: 'float32' as const, shape: [2] });
  const nodes = [{ op: 'Add', inputs: ['x', 'x'], outputs: ['y'] }];
  return encodeModel({
    irVersion: 10,
    opsets: [{ domain: '', version: 21 }],
    graph: { name: 'doubling', nodes, initializers: [], inputs: [value('x')], outputs: [value('y')] },
  });
}

/** Two threads on one core share its arithmetic units: for matrix products they only get in each other's way. */
function physicalCores(): number {
  const logical = availableParallelism();
  try {
    const cores = readFileSync('/proc/cpuinfo', 'utf8').split('\n\n').flatMap((block) => {
      const id = /^core id\s*:\s*(\d+)/m.exec(block)?.[1];
      return id === undefined ? [] : [`${/^physical id\s*:\s*(\d+)/m.exec(block)?.[1] ?? 0}/${id}`];
    });
    return cores.length === 0 ? logical : Math.min(logical, new Set(cores).size);
  } catch {
    return logical; // not Linux
  }
}
