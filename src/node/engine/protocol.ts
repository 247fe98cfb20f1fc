/** The messages between Darkroom and its engine process. One request is in flight at a time; each gets one reply. */
import type { ErrorCode } from '../../base/errors.ts';
import type { DeviceName, DeviceReport, ModelBytes, SessionOptions, TensorInfo, TensorMap } from '../../runtime/runtime.ts';

export interface LoadRequest {
  readonly kind: 'load';
  /** Chosen by the parent; the same number again after a restart. */
  readonly session: number;
  readonly name: string;
  readonly model: ModelBytes;
  readonly state: NonNullable<SessionOptions['state']>;
  readonly optimization: NonNullable<SessionOptions['optimization']>;
  readonly memory: NonNullable<SessionOptions['memory']>;
}

/** `threads`: 0 lets the engine choose. */
export type Request =
  | { readonly kind: 'open'; readonly device: DeviceName; readonly threads: number; readonly spin: boolean }
  | LoadRequest
  | { readonly kind: 'run'; readonly session: number; readonly feeds: Readonly<TensorMap>; readonly fetches: readonly string[] }
  | { readonly kind: 'readState'; readonly session: number; readonly names: readonly string[] }
  | { readonly kind: 'writeState'; readonly session: number; readonly values: Readonly<TensorMap> }
  | { readonly kind: 'release'; readonly session: number };

export interface LoadedModel {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
}

/** What each request answers with. */
export interface Answers {
  open: DeviceReport;
  load: LoadedModel;
  run: TensorMap;
  readState: TensorMap;
  writeState: null;
  release: null;
}

export type Reply =
  | { readonly ok: true; readonly value: Answers[keyof Answers] }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string; readonly details: Readonly<Record<string, unknown>> };
