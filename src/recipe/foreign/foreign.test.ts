/** Texts as other programs write them into pictures. */
import { describe, expect, test } from 'vitest';
import { readRecipeText } from '../recipe-text.ts';

describe('what other programs write', () => {
  test('AUTOMATIC1111 and Forge', () => {
    const parameters = 'masterpiece, (cat:1.2) <lora:fluffy:0.8>\nNegative prompt: bad, worse\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 42, Size: 512x768, Model hash: 6ce0161689, Model: v1-5, Denoising strength: 0.55, Clip skip: 2, Hires upscale: 1.5, Hires steps: 10, Hires upscaler: Latent, Variation seed: 9, Variation seed strength: 0.1, Lora hashes: "fluffy: 1a2b", RNG: CPU, Version: v1.10.1';
    expect(readRecipeText({ parameters })).toEqual({ source: 'a1111', notes: [], recipe: {
      prompt: 'masterpiece, (cat:1.2) <lora:fluffy:0.8>', negativePrompt: 'bad, worse', steps: 20, guidance: 7, seed: 42, sampler: 'dpm++-2m', spacing: 'karras', width: 512, height: 768, model: { id: 'v1-5', hash: '6ce0161689' },
      variation: { seed: 9, strength: 0.1 }, clipSkip: 1, upscale: { factor: 1.5, strength: 0.55, steps: 10 }, rng: 'torch', software: 'v1.10.1', loras: [{ name: 'fluffy', weight: 0.8 }],
    } });
    expect(readRecipeText({ parameters: 'just a prompt\nin two lines' })).toEqual({ source: 'a1111', recipe: { prompt: 'just a prompt\nin two lines', negativePrompt: '' }, notes: ['The picture says its prompt and no settings.'] });
    expect(readRecipeText({ parameters: 'a\nSteps: 20, Seed: x, Size: big, Sampler: Euler' })).toMatchObject({ recipe: { steps: 20, sampler: 'euler' }, notes: [expect.stringMatching(/guidance, seed, size/)] });
  });

  test('ComfyUI: the graph is followed back from the sampler', () => {
    const graph = {
      3: { class_type: 'KSampler', inputs: { seed: 156680208700286, steps: 20, cfg: 8, sampler_name: 'dpmpp_2m', scheduler: 'karras', denoise: 1, model: ['10', 0], positive: ['6', 0], negative: ['7', 0], latent_image: ['5', 0] } },
      4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd/dream.safetensors' } }, 5: { class_type: 'EmptyLatentImage', inputs: { width: 768, height: 512, batch_size: 1 } },
      6: { class_type: 'CLIPTextEncode', inputs: { text: ['12', 0], clip: ['10', 1] } }, 7: { class_type: 'CLIPTextEncode', inputs: { text: 'text, watermark', clip: ['10', 1] } }, 10: { class_type: 'LoraLoader', inputs: { lora_name: 'ink.safetensors', strength_model: 0.7, strength_clip: 1, model: ['4', 0], clip: ['4', 1] } },
      12: { class_type: 'PrimitiveString', inputs: { value: 'a bottle' } }, 9: { class_type: 'SaveImage', inputs: { images: ['8', 0] } }, 8: { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
    };
    expect(readRecipeText({ prompt: JSON.stringify(graph), workflow: '{}' })).toEqual({ source: 'comfyui', notes: [], recipe: {
      prompt: 'a bottle', negativePrompt: 'text, watermark', seed: 156680208700286, steps: 20, guidance: 8, sampler: 'dpmpp_2m', spacing: 'karras', width: 768, height: 512, model: { id: 'dream' }, loras: [{ name: 'ink', weight: 0.7 }],
    } });
    const custom = {
      1: { class_type: 'SamplerCustomAdvanced', inputs: { noise: ['2', 0], guider: ['3', 0], sampler: ['4', 0], sigmas: ['5', 0], latent_image: ['6', 0] } }, 2: { class_type: 'RandomNoise', inputs: { noise_seed: 77 } },
      3: { class_type: 'CFGGuider', inputs: { cfg: 3.5, model: ['7', 0], positive: ['8', 0], negative: ['9', 0] } }, 4: { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } }, 5: { class_type: 'BasicScheduler', inputs: { scheduler: 'simple', steps: 28, denoise: 0.6, model: ['7', 0] } },
      6: { class_type: 'EmptySD3LatentImage', inputs: { width: 1024, height: 1024 } }, 7: { class_type: 'UNETLoader', inputs: { unet_name: 'flux.safetensors' } }, 8: { class_type: 'CLIPTextEncodeFlux', inputs: { clip_l: 'a', t5xxl: 'a fox', guidance: 3.5 } }, 9: { class_type: 'CLIPTextEncode', inputs: { text: '' } },
    };
    expect(readRecipeText({ prompt: JSON.stringify(custom) })).toMatchObject({ recipe: { seed: 77, steps: 28, guidance: 3.5, sampler: 'euler', spacing: 'simple', strength: 0.6, width: 1024, prompt: 'a', model: { id: 'flux' } } });
  });

  test('ComfyUI: circles, damaged graphs and unknown samplers end', () => {
    const circle = { 1: { class_type: 'KSampler', inputs: { positive: ['2', 0], seed: ['2', 0], steps: NaN } }, 2: { class_type: 'X', inputs: { a: ['2', 0], b: ['1', 0] } } };
    expect(readRecipeText({ prompt: JSON.stringify(circle).replace('null', 'NaN') })).toMatchObject({ source: 'comfyui', recipe: {} });
    expect(readRecipeText({ prompt: '{"1": 5}' })).toBeUndefined();
    expect(readRecipeText({ prompt: '{' })).toBeUndefined();
    expect(readRecipeText({ prompt: '{"1": {"class_type": "Odd", "inputs": {"text": "a fox"}}}' })).toMatchObject({ recipe: { prompt: 'a fox' }, notes: [expect.stringMatching(/no sampler/)] });
  });

  test('InvokeAI of three ages', () => {
    const today = { generation_mode: 'img2img', positive_prompt: 'a fox', negative_prompt: 'bad', width: 512, height: 640, seed: 5, cfg_scale: 7.5, steps: 30, scheduler: 'dpmpp_2m_k', clip_skip: 1, model: { key: 'k', hash: 'blake3:abc', name: 'dream', base: 'sd-1' }, strength: 0.7, loras: [{ model: { name: 'ink' }, weight: 0.5 }], seamless_x: true, seamless_y: false, app_version: '5.6.0' };
    expect(readRecipeText({ invokeai_metadata: JSON.stringify(today) })).toEqual({ source: 'invokeai', notes: [], recipe: { prompt: 'a fox', negativePrompt: 'bad', width: 512, height: 640, seed: 5, guidance: 7.5, steps: 30, sampler: 'dpmpp_2m', spacing: 'karras', clipSkip: 1, model: { id: 'dream', hash: 'abc' }, strength: 0.7, loras: [{ name: 'ink', weight: 0.5 }], tiling: 'x', software: 'InvokeAI 5.6.0' } });
    const older = { model_weights: 'stable-diffusion-1.5', app_version: '2.3.0', image: { prompt: [{ prompt: 'a fox [ugly]', weight: 1 }], seed: 3, steps: 50, cfg_scale: 7, sampler: 'k_lms', width: 512, height: 512 } };
    expect(readRecipeText({ 'sd-metadata': JSON.stringify(older) })).toMatchObject({ recipe: { prompt: 'a fox', negativePrompt: 'ugly', seed: 3, sampler: 'k_lms', model: { id: 'stable-diffusion-1.5' } } });
    expect(readRecipeText({ Dream: '"a red fox" -s50 -S 42 -W512 -H 512 -C7.5 -A k_euler_a' })).toMatchObject({ recipe: { prompt: 'a red fox', steps: 50, seed: 42, width: 512, height: 512, guidance: 7.5, sampler: 'k_euler_a' } });
  });

  test('Fooocus and SwarmUI', () => {
    const fooocus = { adm_guidance: '(1.5, 0.8, 0.3)', base_model: 'juggernautXL', base_model_hash: 'aeb7e9e689', guidance_scale: 4, loras: [['offset.safetensors', 0.1, '4852686128']], negative_prompt: '', performance: 'Speed', prompt: 'a cat', refiner_model: 'None', resolution: '(1152, 896)', sampler: 'dpmpp_2m_sde_gpu', scheduler: 'karras', seed: '1234', sharpness: 2, steps: 30, styles: "['Fooocus V2']", version: 'Fooocus v2.5.5', clip_skip: 2 };
    expect(readRecipeText({ parameters: JSON.stringify(fooocus), fooocus_scheme: 'fooocus' })).toMatchObject({ source: 'fooocus', notes: [expect.stringMatching(/Fooocus V2/)], recipe: { prompt: 'a cat', seed: 1234, steps: 30, guidance: 4, width: 1152, height: 896, sampler: 'dpmpp_2m_sde_gpu', model: { id: 'juggernautXL', hash: 'aeb7e9e689' }, loras: [{ name: 'offset', weight: 0.1 }], clipSkip: 1 } });
    const swarm = { sui_image_params: { prompt: 'a dog', negativeprompt: 'bad', model: 'OfficialStableDiffusion/sd_xl_base_1.0', seed: 7, steps: 20, cfgscale: 7, aspectratio: '1:1', width: 1024, height: 1024, sampler: 'euler', scheduler: 'normal', variationseed: 8, variationseedstrength: 0.2, loras: ['ink'], loraweights: ['0.6'], swarm_version: '0.9.5' }, sui_extra_data: {} };
    expect(readRecipeText({ parameters: JSON.stringify(swarm) })).toMatchObject({ source: 'swarmui', recipe: { prompt: 'a dog', negativePrompt: 'bad', seed: 7, guidance: 7, model: { id: 'sd_xl_base_1.0' }, variation: { seed: 8, strength: 0.2 }, loras: [{ name: 'ink', weight: 0.6 }], software: 'SwarmUI 0.9.5' } });
  });

  test('hostile texts neither hang nor throw', () => {
    const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`;
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [i, { class_type: 'KSampler', inputs: Object.fromEntries(Array.from({ length: 20 }, (_value, k) => [`positive${k === 0 ? '' : k}`, [String((i * 7 + k) % 3000), 0]])) }])));
    const began = performance.now();
    for (const text of [deep, wide, '{"sui_image_params": []}', '{"base_model": {}}', '['.repeat(1000), '\0', '{"sui_image_params": {"loras": "x", "seed": {}}}']) {
      readRecipeText({ parameters: text });
      readRecipeText({ prompt: text });
      readRecipeText({ invokeai_metadata: text });
      readRecipeText({ 'sd-metadata': text, Dream: text });
    }
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
