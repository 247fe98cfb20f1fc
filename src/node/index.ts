/** Darkroom as a library for Node. */
export { DarkroomError, type ErrorCode } from '../base/errors.ts';
export type { Picture } from '../images/picture.ts';
export { enlarged } from '../images/picture.ts';
export { decodePng, encodePng, readPngText } from '../images/png.ts';
export { contactSheet, type SheetOptions, type SheetRow } from '../images/sheet.ts';
export type { ModelEntry } from '../models/model-entry.ts';
export type { GenerateOptions, GenerateRequest, GeneratedPicture, Generation, GenerationStep } from '../pipelines/generation.ts';
export { recipeToText } from '../recipe/recipe-text.ts';
export type { Recipe } from '../recipe/recipe.ts';
export { samplerNames } from '../diffusion/samplers/index.ts';
export type { TrainEvent, TrainRequest } from '../training/training-event.ts';
export type { EvaluateRequest, EvaluationEvent, EvaluationResult, EvaluationRow } from '../evaluation/evaluation-event.ts';
export { checkWritable, writeFileAtomically } from './atomic-file.ts';
export { evaluate } from './evaluation/evaluate.ts';
export { generate, readRecipe } from './generation/generate.ts';
export { listModels } from './generation/model-files.ts';
export { train } from './training/train.ts';
export { VERSION } from './version.ts';
