/** One graph inside the engine process, with the state that stays there between runs. */
import { InferenceSession } from 'onnxruntime-node';
import type { Tensor } from 'onnxruntime-node';
import { DarkroomError } from '../../base/errors.ts';
import type { DeviceReport, SessionMemory, TensorMap } from '../../runtime/runtime.ts';
import { checkTensor, listNames } from '../../runtime/check-tensors.ts';
import { download } from './download.ts';
import { onnxErrorLine, tensorInfos, toOnnxTensor } from './onnx-tensors.ts';
import type { LoadRequest, LoadedModel } from './protocol.ts';

export interface HostOptions {
  readonly report: DeviceReport;
  /** Whether idle threads of the engine wait busily for the next operator. */
  readonly spin: boolean;
}

/** Owns a native session and its state tensors. Runs are not to overlap: the process handles one request at a time. */
export class SessionHost {
  readonly model: LoadedModel;
  readonly #name: string;
  readonly #native: InferenceSession;
  /** State inputs and their current values: never copied to the parent unless asked for. */
  readonly #state = new Map<string, Tensor>();
  /** Which output replaces which state input. */
  readonly #replacedBy: readonly (readonly [input: string, output: string])[];

  private constructor(native: InferenceSession, { name, state }: LoadRequest) {
    this.#name = name;
    this.#native = native;
    this.model = { inputs: tensorInfos(native.inputMetadata), outputs: tensorInfos(native.outputMetadata) };
    checkState(name, this.model, state);
    for (const [input, { value }] of Object.entries(state)) this.#state.set(input, toOnnxTensor(value));
    this.#replacedBy = Object.entries(state).flatMap(([input, { from }]) => (from === undefined ? [] : [[input, from] as const]));
  }

  /** @throws DarkroomError code 'engine' when ONNX Runtime refuses the graph, 'usage' when state does not fit it */
  static async load(request: LoadRequest, options: HostOptions): Promise<SessionHost> {
    let native: InferenceSession;
    try {
      native = await InferenceSession.create(request.model.bytes, nativeOptions(request, options));
    } catch (error) {
      throw new DarkroomError('engine', `${request.name}: ONNX Runtime refused the graph: ${onnxErrorLine(error)}`, { session: request.name });
    }
    try {
      return new SessionHost(native, request);
    } catch (error) {
      await native.release();
      throw error;
    }
  }

  async run(feeds: Readonly<TensorMap>, fetches: readonly string[]): Promise<TensorMap> {
    const inputs = new Map(this.#state);
    for (const [name, value] of Object.entries(feeds)) inputs.set(name, toOnnxTensor(value));
    const wanted = new Set([...fetches, ...this.#replacedBy.map(([, output]) => output)]);
    let results: InferenceSession.OnnxValueMapType;
    try {
      results = await this.#native.run(Object.fromEntries(inputs), [...wanted]);
    } catch (error) {
      throw new DarkroomError('engine', `${this.#name}: ONNX Runtime failed: ${onnxErrorLine(error)}`, { session: this.#name });
    }
    const answer = await download(new Map(fetches.map((name) => [name, results[name] as Tensor])));
    this.#replaceState(results);
    return answer;
  }

  readState(names: readonly string[]): Promise<TensorMap> {
    return download(new Map(names.map((name) => [name, this.#state.get(name)!])));
  }

  writeState(values: Readonly<TensorMap>): void {
    const replaced = Object.keys(values).map((name) => this.#state.get(name));
    for (const [name, value] of Object.entries(values)) this.#state.set(name, toOnnxTensor(value));
    this.#freeUnused(replaced);
  }

  async release(): Promise<void> {
    this.#state.clear();
    await this.#native.release();
  }

  /** Every run's outputs are fresh buffers, so swapping references is safe: no run reads what it overwrites. */
  #replaceState(results: InferenceSession.OnnxValueMapType): void {
    const replaced = this.#replacedBy.map(([input]) => this.#state.get(input));
    for (const [input, output] of this.#replacedBy) this.#state.set(input, results[output] as Tensor);
    this.#freeUnused(replaced);
  }

  /** Device buffers are not garbage collected. */
  #freeUnused(tensors: readonly (Tensor | undefined)[]): void {
    const used = new Set(this.#state.values());
    for (const tensor of new Set(tensors)) {
      if (tensor !== undefined && tensor.location === 'gpu-buffer' && !used.has(tensor)) tensor.dispose();
    }
  }
}

/**
 * By names of ONNX Runtime's transformers. Packed weights and channels in blocks won nothing on Stable Diffusion's U-Net: 4.6 s of processor time a
 * call, with and without. `FuseFp16…` reads float16 files into memory to widen them, so that a network of 1.7 GB took 6.1 GB while it loaded, and 4.0
 * without; left mapped it takes 0.1 GB beside its file, loads in a third of a second, and widening costs 0.6 s of each call.
 */
const memoryOptions = {
  ample: {},
  sparing: lean(['NchwcTransformer', 'FuseFp16InitializerToFp32NodeTransformer']),
  mapped: lean(['NchwcTransformer', 'FuseFp16InitializerToFp32NodeTransformer', 'ConstantFolding']),
} as const satisfies Record<SessionMemory, InferenceSession.SessionOptions>;

function lean(without: readonly string[]): InferenceSession.SessionOptions & { readonly extra: Record<string, string> } {
  return { enableCpuMemArena: false, enableMemPattern: false, extra: { 'session.disable_prepacking': '1', 'optimization.disable_specified_optimizers': without.join(';') } };
}

function nativeOptions(request: LoadRequest, { report, spin }: HostOptions): InferenceSession.SessionOptions {
  const folder = request.model.externalDataFolder;
  const stateOutputs = Object.values(request.state).flatMap(({ from }) => (from === undefined ? [] : [from]));
  const { extra = {}, ...memory }: ReturnType<typeof lean> | { readonly extra?: undefined } = memoryOptions[request.memory];
  return {
    ...memory,
    executionProviders: [report.device],
    intraOpNumThreads: report.threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: request.optimization,
    logSeverityLevel: 4,
    extra: {
      ...extra,
      'session.intra_op.allow_spinning': spin ? '1' : '0',
      // Busy waiting ends with the run: between runs the cores belong to whoever prepares the next feeds.
      'session.force_spinning_stop': '1',
      ...(folder === undefined ? {} : { 'session.model_external_initializers_file_folder_path': folder }),
    },
    // WebGPU alone can leave outputs on the device in onnxruntime-node.
    ...(report.device === 'webgpu' && stateOutputs.length > 0
      ? { preferredOutputLocation: Object.fromEntries(stateOutputs.map((name) => [name, 'gpu-buffer' as const])) }
      : {}),
  };
}

function checkState(name: string, model: LoadedModel, state: LoadRequest['state']): void {
  const find = (kind: keyof LoadedModel, wanted: string) => {
    const found = model[kind].find((info) => info.name === wanted);
    if (found !== undefined) return found;
    const message = `${name}: state names '${wanted}', which is none of the graph's ${kind}: ${listNames(model[kind].map((info) => info.name))}.`;
    throw new DarkroomError('usage', message, { session: name, name: wanted });
  };
  for (const [input, { from, value }] of Object.entries(state)) {
    const info = find('inputs', input);
    checkTensor(`state of ${name}`, info, value);
    if (from === undefined) continue;
    const output = find('outputs', from);
    if (output.dtype !== info.dtype || output.shape.length !== info.shape.length) {
      throw new DarkroomError('usage', `${name}: output '${from}' cannot replace state '${input}': type or rank differ.`, { input, from });
    }
  }
}
