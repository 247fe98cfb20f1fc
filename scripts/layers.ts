/** The rooms of `src/` and what each may import: the order of the house. Printed in src/README.md, enforced by check-layers. */

export interface Room {
  readonly purpose: string;
  /** Rooms below; a room may always import itself. '*' is every room. */
  readonly imports: readonly string[] | '*';
  /** npm packages that it may use. */
  readonly packages: readonly string[];
  /** May it use node:*? Rooms that may not run in the browser as they are. */
  readonly platform: boolean;
}

const core = (purpose: string, imports: readonly string[], packages: readonly string[] = []): Room => ({ purpose, imports, packages, platform: false });

export const rooms: Readonly<Record<string, Room>> = {
  base: core('errors, tensor data, random numbers, float16', []),
  graph: core('the symbolic tensor graph, its ops, autodiff', ['base']),
  onnx: core('writing graphs as ONNX', ['graph', 'base']),
  runtime: core('the engine as an interface: sessions, devices', ['onnx', 'graph', 'base']),
  nn: core('layers as functions of a scope and their inputs', ['graph', 'base']),
  weights: core('safetensors', ['base']),
  tokenizers: core('text to ids', ['base']),
  models: core('autoencoders, text encoders, denoisers', ['nn', 'graph', 'weights', 'tokenizers', 'base'], ['zod']),
  diffusion: core('schedules, predictions, samplers, guidance: pure mathematics', ['base']),
  images: core('pictures, PNG, sheets, charts', ['base'], ['fflate']),
  recipe: core('how a picture was made, and its text in picture files', ['base'], ['zod']),
  worlds: core('drawn data sets: scenes, captions, display lists, pixels', ['images', 'base']),
  pipelines: core('a model as a whole: prompts to pictures', ['models', 'diffusion', 'runtime', 'onnx', 'weights', 'tokenizers', 'images', 'recipe', 'graph', 'nn', 'base'], ['zod']),
  training: core('losses, optimizers, batches, runs', ['pipelines', 'models', 'nn', 'diffusion', 'runtime', 'onnx', 'weights', 'tokenizers', 'worlds', 'images', 'graph', 'base'], ['zod']),
  evaluation: core('checkers and scores', ['training', 'pipelines', 'worlds', 'models', 'nn', 'runtime', 'onnx', 'weights', 'tokenizers', 'images', 'recipe', 'diffusion', 'graph', 'base']),
  api: core('the HTTP contract: schemas, routes, errors; the typed client', ['recipe', 'base'], ['@hono/zod-openapi']),
  jobs: core('the queue: order, progress, cancelling, crashes; the store is injected', ['api', 'recipe', 'base']),
  node: { purpose: 'the platform: engine process, files, codecs, canvas; the library entry', imports: '*', packages: ['onnxruntime-node', 'sharp', '@napi-rs/canvas', 'zod'], platform: true },
  storage: { purpose: 'what outlives the service: pictures as files, an index of them, jobs', imports: ['jobs', 'api', 'recipe', 'images', 'node', 'base'], packages: ['@libsql/client'], platform: true },
  server: { purpose: 'the service: three HTTP surfaces over the queue, the gallery and the engine', imports: '*', packages: ['hono', '@hono/node-server', '@hono/zod-openapi', 'prom-client'], platform: true },
  mcp: { purpose: 'the service as tools for language models', imports: ['server', 'storage', 'api', 'node', 'runtime', 'base'], packages: ['@modelcontextprotocol/sdk', 'zod'], platform: true },
  cli: { purpose: 'the command: reads arguments, calls the library, prints', imports: '*', packages: ['commander'], platform: true },
};

/** Rooms that nothing else may import: the platform and what stands on it. */
export const topRooms: Readonly<Record<string, readonly string[]>> = { node: ['storage', 'server', 'mcp', 'cli'], storage: ['server', 'mcp', 'cli'], server: ['mcp', 'cli'], mcp: ['cli'], cli: [] };

/** The studio's rooms by folder; `studio` is what starts it, `src/…` is below all of them. They run in a browser: none uses node:*. */
const studioSource = ['src/api', 'src/recipe', 'src/images', 'src/tokenizers', 'src/base'] as const;
const pure = (purpose: string, imports: readonly string[]): Room => core(purpose, [...imports, ...studioSource]);
const views = ['actions', 'campaign', 'canvas', 'controls', 'create', 'document', 'engine', 'gallery', 'grid', 'kernels', 'lens', 'queue', 'shell', 'storage', 'tools', 'words'] as const;
const view = (purpose: string, packages: readonly string[] = []): Room => core(purpose, [...views, ...studioSource], ['react', 'react-dom', 'lucide-react', 'zustand', ...packages]);

export const studioRooms: Readonly<Record<string, Room>> = {
  words: pure('everything that the studio says', []),
  document: pure('the document as data: layers, mask, history, the verb', []),
  kernels: pure('pixels in, pixels out', ['document']),
  tools: pure('what the pointer does, as changes of the document', ['document']),
  engine: pure('the service in the studio\'s words', []),
  storage: view('what a closed tab must not lose'),
  canvas: view('the stage: the only user of Konva', ['konva']),
  controls: view('buttons, knobs, menus, dialogs'),
  actions: view('everything that a person can do, as rows'),
  create: view('the first screen', ['ag-psd', 'fflate']),
  gallery: view('everything that was made'),
  queue: view('what is being made, and what waits'),
  campaign: view('one idea in several formats', ['fflate']),
  grid: view('one prompt through lists of settings'),
  lens: view('how a picture comes out of noise'),
  shell: view('state, rail, keys, messages'),
  studio: view('the start'),
};
