/** The engine as the rest of Darkroom sees it: load a graph, run it, keep state inside it. Platforms (node, web) implement this. */
import type { DType, TensorData } from '../base/tensor-data.ts';

/** Devices a person can ask for; `auto` picks one and says which and why. */
export type DeviceName = 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml';

/** What was picked and why, in one sentence: `cpu: 2 threads; webgpu was not tried because no adapter answered`. */
export interface DeviceReport {
  readonly device: Exclude<DeviceName, 'auto'>;
  readonly reason: string;
  readonly threads: number;
}

/** A serialised ONNX model. External initializers lie in files below `externalDataFolder` (a path; Node only). */
export interface ModelBytes {
  readonly bytes: Uint8Array;
  readonly externalDataFolder?: string;
}

export interface SessionOptions {
  /** Shown in errors: which network this is. */
  readonly name?: string;
  /**
   * Values that stay inside the engine between runs. Key: the graph input they feed; `from`: the graph output that
   * replaces them after each run (absent: never replaced); `value`: what they start with. When the engine has to be
   * restarted, replaced state is lost and the session refuses further runs; state that is never replaced is sent again.
   */
  readonly state?: Readonly<Record<string, { readonly from?: string; readonly value: TensorData }>>;
  /** ONNX Runtime's graph optimisation; default 'all'. 'disabled' exists for tests. */
  readonly optimization?: 'disabled' | 'basic' | 'extended' | 'all';
  /** What it holds on to; default 'ample'. */
  readonly memory?: SessionMemory;
}

/**
 * What a session holds on to, besides its state.
 *
 * `ample`: weights packed anew as the kernels like them best, and all buffers of a run, for the next one. `sparing`: what follows from constants,
 * worked out once; buffers are given back. `mapped`: nothing; weights stay as they lie in their files, and what follows from them (widening,
 * adapters) is worked out at each run, where it is used.
 */
export type SessionMemory = 'ample' | 'sparing' | 'mapped';

/** A graph's input or output. A size of -1 takes any value (the model gives it a symbolic name). */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

export type TensorMap = Record<string, TensorData>;

/** A graph that is ready to run. */
export interface Session {
  readonly name: string;
  /** Graph inputs that `run` must be given: state is not among them. */
  readonly inputs: readonly TensorInfo[];
  /** Every output of the graph, those that feed state among them. */
  readonly outputs: readonly TensorInfo[];
  /**
   * Runs the graph once. The caller's thread stays free. Aborting the signal rejects with code `cancelled`: at once when
   * the run is still queued; when it is in flight the engine is restarted if it does not finish within a short grace time.
   * A cancelled run that does finish has replaced state: read it back before going on with it.
   * @param fetches names of outputs to bring back; default: all that do not only feed state
   * @throws DarkroomError code 'engine' (died, refused), 'cancelled', 'usage' (missing or misshapen feed, named)
   */
  run(feeds: Readonly<TensorMap>, options?: { readonly fetches?: readonly string[]; readonly signal?: AbortSignal }): Promise<TensorMap>;
  /** Copies state out of the engine (all, or the named inputs). */
  readState(names?: readonly string[]): Promise<TensorMap>;
  /** Replaces state in the engine. */
  writeState(values: Readonly<TensorMap>): Promise<void>;
  close(): Promise<void>;
}

/** One engine: one device, one process (or web worker), many sessions. */
export interface Runtime {
  readonly report: DeviceReport;
  load(model: ModelBytes, options?: SessionOptions): Promise<Session>;
  close(): Promise<void>;
}
