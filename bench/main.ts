/**
 * `npm run bench`: how fast the engine is, each case beside PyTorch; `-- PART` only cases whose names hold it; `-- --json` prints one JSON object.
 * `-- built-in [model]`: a picture of the model that ships, cold and warm. `-- service`: what the service adds. `-- sd15`, `sdxl`, `tiny`: Stable
 * Diffusion beside what people run; `--only exact,fast,openvino`, `--size 512`, `--minutes 15`.
 */
import { benchBuiltIn } from './built-in.ts';
import { benchEngine } from './engine.ts';
import { benchService } from './service.ts';
import { type BenchModel, benchModels, benchStableDiffusion } from './stable-diffusion/main.ts';

const [first = '', ...rest] = process.argv.slice(2);
if (first === 'service') await benchService();
else if (first === 'built-in') await benchBuiltIn(rest[0]);
else if (Object.hasOwn(benchModels, first)) await benchStableDiffusion(first as BenchModel, rest);
else await benchEngine();
