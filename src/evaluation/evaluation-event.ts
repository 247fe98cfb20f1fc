/** What an evaluation tells while it goes on, and its result. */

export interface EvaluateRequest {
  /** A model's id, or the path of its file. Default: the shipped model. */
  readonly model?: string;
  /** Prompts in each row of the result. Default 400. */
  readonly count?: number;
  readonly seed?: number;
  readonly guidance?: number;
  readonly steps?: number;
  /** Of the examination of storybook models: fewer prompts, wider intervals. */
  readonly quick?: boolean;
  readonly device?: 'auto' | 'cpu' | 'webgpu' | 'cuda' | 'coreml' | 'dml';
}

/** Share of pictures, 0 … 1, in which the checker sees what the prompt said, by factor ('subject', 'tint', …) and for all factors at once. */
export interface EvaluationRow {
  /** 'generated, seen combinations', 'real renders', 'codec reconstructions', 'shuffled prompts', … */
  readonly name: string;
  /** True for rows that only say what the checker itself can and cannot see. */
  readonly reference: boolean;
  readonly count: number;
  readonly scores: Readonly<Record<string, number>>;
  readonly all: number;
}

export interface EvaluationResult {
  readonly model: string;
  readonly factors: readonly string[];
  readonly rows: readonly EvaluationRow[];
  readonly seconds: number;
}

export type EvaluationEvent =
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'progress'; readonly stage: string; readonly done: number; readonly total: number }
  | { readonly kind: 'result'; readonly result: EvaluationResult };
