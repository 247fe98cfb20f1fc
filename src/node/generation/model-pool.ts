/** Models kept warm in one engine: opened when first asked for, the one unused for longest closed when there are too many. */
import { DarkroomError } from '../../base/errors.ts';
import type { OpenModel } from '../../pipelines/generate.ts';
import type { Pipeline } from '../../pipelines/pipeline.ts';
import type { DeviceName, DeviceReport, Runtime } from '../../runtime/runtime.ts';
import { type AdapterFile, listAdapters } from '../checkpoints/adapter-files.ts';
import { createRuntime } from '../engine/engine-client.ts';
import { encodePngAside } from '../png-encoder.ts';
import { VERSION } from '../version.ts';
import { type ModelDescription, describeModel, openPipeline } from './open-pipeline.ts';

export interface ModelPoolOptions {
  /** Ids of shipped models, or paths. The first is the default. */
  readonly models: readonly string[];
  readonly device?: DeviceName;
  /** Models in memory at once. Default 2. */
  readonly mostOpen?: number;
}

export interface ModelPool {
  readonly defaultModel: string;
  readonly descriptions: readonly ModelDescription[];
  readonly device: DeviceReport;
  isOpen(id: string): boolean;
  /** By its id or alias; never a path that a client could make up. @throws DarkroomError code 'model', listing the ids */
  describe(id?: string): ModelDescription;
  /** Closing what this gives keeps the model warm. */
  open(id?: string): Promise<OpenModel>;
  /** The adapters that the model's prompts can name as `<lora:name:0.8>`, as they lie on the disk now; undefined: it takes none. */
  loras(id?: string): Promise<readonly AdapterFile[] | undefined>;
  close(): Promise<void>;
}

const SOFTWARE = `darkroom ${VERSION}`;
const DEFAULT_MOST_OPEN = 2;

/** Reads every model's description; a model that is not there is an error at the start, not at the first request. */
export async function createModelPool({ models, device = 'auto', mostOpen = DEFAULT_MOST_OPEN }: ModelPoolOptions): Promise<ModelPool> {
  const descriptions: ModelDescription[] = [];
  const nameOf = new Map<string, string>();
  for (const name of models) {
    const description = await describeModel(name);
    if (nameOf.has(description.id)) throw new DarkroomError('usage', `Two models are called ${description.id}: '${nameOf.get(description.id)}' and '${name}'. Leave one out.`);
    nameOf.set(description.id, name);
    descriptions.push(description);
  }
  const [first] = descriptions;
  if (first === undefined) throw new DarkroomError('usage', 'A service needs at least one model.');
  const runtime = await createRuntime({ device });
  const open = new Map<string, Promise<Pipeline>>();
  const describe = (id = first.id): ModelDescription => {
    const found = descriptions.find((each) => each.id === id);
    if (found === undefined) throw new DarkroomError('model', `There is no model '${id.slice(0, 100)}' here. There are: ${descriptions.map((each) => each.id).join(', ')}.`, { model: id });
    return found;
  };
  return {
    defaultModel: first.id, descriptions, device: runtime.report, describe, isOpen: (id) => open.has(id),
    open: async (id) => {
      const { id: known } = describe(id);
      return { pipeline: await warm(open, known, nameOf.get(known) as string, runtime, mostOpen), device: runtime.report, software: SOFTWARE, encode: encodePngAside, close: async () => undefined };
    },
    loras: async (id) => {
      const { id: known, info } = describe(id);
      return info.world === undefined ? listAdapters(nameOf.get(known) as string) : undefined;
    },
    close: () => runtime.close(),
  };
}

/** A map remembers the order of its entries: the first is the one unused for longest. */
async function warm(open: Map<string, Promise<Pipeline>>, id: string, name: string, runtime: Runtime, mostOpen: number): Promise<Pipeline> {
  const known = open.get(id);
  open.delete(id);
  while (open.size >= mostOpen) {
    const [oldest, pipeline] = open.entries().next().value as [string, Promise<Pipeline>];
    open.delete(oldest);
    await pipeline.then((each) => each.close(), () => undefined);
  }
  const opening = known ?? openPipeline(runtime, name);
  open.set(id, opening);
  // A failed opening is forgotten, so that the next request tries again.
  opening.catch(() => open.delete(id));
  return opening;
}
