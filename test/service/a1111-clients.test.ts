/** What programs ask of /sdapi/v1, in the order in which they ask it: sequences read in their sources. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blankPicture, createPicture } from '../../src/images/picture.ts';
import { decodePng, encodePng, readPngText } from '../../src/images/png.ts';
import { fromInfotext } from '../../src/recipe/infotext.ts';
import { type Fixture, startFixture } from './fixture.ts';

interface Images { readonly images: string[]; readonly parameters: Record<string, unknown>; readonly info: string }

let fixture: Fixture;
beforeAll(async () => { fixture = await startFixture({ fake: { stepMs: 10, loras: ['ink', 'wash'] } }); });
afterAll(() => fixture.close());

const get = async <T = Record<string, unknown>>(name: string): Promise<T> => {
  const response = await fixture.request(`/sdapi/v1/${name}`);
  expect(response.status).toBe(200);
  return await response.json() as T;
};
const post = (name: string, body: unknown = {}): Promise<Response> => fixture.post(`/sdapi/v1/${name}`, body);
const draw = async (name: string, body: unknown): Promise<Images> => {
  const response = await post(name, body);
  expect(response.status).toBe(200);
  return await response.json() as Images;
};
const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');
const base64 = (width: number, height: number, colour: readonly [number, number, number]): string => Buffer.from(encodePng(blankPicture(width, height, colour))).toString('base64');
const infoOf = ({ info }: Images): Record<string, unknown> & { infotexts: string[]; all_seeds: number[] } => JSON.parse(info) as never;

describe('Open WebUI', () => {
  test('asks for options, sends them all back with another model, and draws', async () => {
    const options = await get('options');
    expect(options).toMatchObject({ sd_model_checkpoint: 'fake.safetensors [fa4e]', samples_format: 'png', CLIP_stop_at_last_layers: 1 });
    const models = await get<{ title: string; model_name: string }[]>('sd-models');
    expect(models).toEqual([{ title: 'fake.safetensors [fa4e]', model_name: 'fake', hash: 'fa4e', sha256: null, filename: 'fake.safetensors', config: null }]);
    expect((await post('options', { ...options, sd_model_checkpoint: models[0]!.title, something_of_theirs: [1, 2] })).status).toBe(200);
    expect(await get('options')).toMatchObject({ something_of_theirs: [1, 2], sd_model_checkpoint: models[0]!.title });
    const answer = await draw('txt2img', { prompt: 'a red fox', batch_size: 1, width: 512, height: 512, steps: 3, negative_prompt: 'night' });
    expect(decodePng(bytesOf(answer.images[0]!))).toMatchObject({ width: 512, height: 512 });
    expect(infoOf(answer)).toMatchObject({ prompt: 'a red fox', seed: expect.any(Number), sd_model_name: 'fake', sampler_name: 'Euler', width: 512 });
  });
});

describe('LibreChat', () => {
  test('asks for 1024×1024 and finds its picture by info.infotexts', async () => {
    const answer = await draw('txt2img', { prompt: 'a fox', negative_prompt: '', cfg_scale: 4.5, steps: 22, width: 1024, height: 1024, sampler_index: 'DPM++ 2M Karras' });
    const [text] = infoOf(answer).infotexts;
    expect(fromInfotext(text!)).toMatchObject({ prompt: 'a fox', steps: 22, guidance: 4.5, sampler: 'dpm++-2m', spacing: 'karras' });
    const png = bytesOf(answer.images[0]!);
    expect(readPngText(png)['parameters']).toBe(text);
    expect(decodePng(png)).toMatchObject({ width: 1024, height: 1024 });
  });
});

describe('SillyTavern', () => {
  test('"auto": fills its menus, waits until nothing runs, draws', async () => {
    const options = await get('options');
    expect(options).not.toHaveProperty('forge_preset');
    for (const name of ['sd-models', 'samplers', 'schedulers', 'upscalers', 'latent-upscale-modes']) expect((await get<{ name?: string; title?: string }[]>(name)).length).toBeGreaterThan(0);
    expect((await get<{ name: string }[]>('upscalers'))[0]!.name).toBe('None');
    expect(await get('sd-vae')).toEqual([]);
    expect(await get('sd-modules')).toEqual([]);
    expect(await get('loras')).toEqual(['ink', 'wash'].map((name) => ({ name, alias: name, path: `${name}.safetensors`, metadata: {} })));
    await post('options', { sd_model_checkpoint: 'fake.safetensors [fa4e]' });
    expect(await get('progress')).toMatchObject({ progress: 0, state: { job_count: 0, sampling_step: 0 }, current_image: null });
    const body = { prompt: 'a fox', negative_prompt: 'night', sampler_name: 'Euler a', scheduler: 'Karras', steps: 4, cfg_scale: 7, width: 512, height: 768, seed: 5, restore_faces: false, enable_hr: true, hr_upscaler: 'Latent', hr_scale: 1.5, denoising_strength: 0.5, hr_second_pass_steps: 2,
      override_settings: { CLIP_stop_at_last_layers: 1 }, override_settings_restore_afterwards: true, clip_skip: 1, save_images: true, send_images: true, do_not_save_grid: false };
    const answer = await draw('txt2img', body);
    expect(decodePng(bytesOf(answer.images[0]!))).toMatchObject({ width: 768, height: 1152 });
    expect(infoOf(answer)).toMatchObject({ seed: 5, sampler_name: 'Euler a', job_timestamp: expect.stringMatching(/^\d{14}$/) });
    expect(infoOf(answer).infotexts[0]).toMatch(/Hires upscale: 1.5, Hires steps: 2/);
  });

  test('interrupts: the answer comes, without a picture, and idle is idle again', async () => {
    const asked = post('txt2img', { prompt: 'long', steps: 150 });
    await expect.poll(() => get('progress'), { timeout: 5000 }).toMatchObject({ progress: expect.toSatisfy((value: number) => value > 0 && value < 1), state: { job_count: 1, sampling_steps: 150 } });
    await expect.poll(async () => (await get('progress')).current_image, { timeout: 5000 }).toBeTruthy();
    expect(await (await post('interrupt')).json()).toEqual({});
    expect(await (await asked).json()).toMatchObject({ images: [] });
    expect(await get('progress?skip_current_image=true')).toMatchObject({ progress: 0, state: { job_count: 0 } });
  });

  test('"sdcpp": OPTIONS, models, txt2img', async () => {
    expect((await fixture.request('/v1/images/generations', { method: 'OPTIONS' })).ok).toBe(true);
    expect((await (await fixture.request('/v1/models')).json() as { data: unknown[] }).data).toHaveLength(1);
    expect((await draw('txt2img', { prompt: 'a' })).images).toHaveLength(1);
    expect((await fixture.request('/', { method: 'HEAD' })).ok).toBe(true);
  });
});

describe('others', () => {
  test('null for everything, batches, seeds, variations, styles, no pictures', async () => {
    const nothing = Object.fromEntries(['negative_prompt', 'styles', 'seed', 'subseed', 'subseed_strength', 'sampler_name', 'scheduler', 'batch_size', 'n_iter', 'steps', 'cfg_scale', 'width', 'height', 'tiling', 'override_settings', 'script_name', 'enable_hr'].map((name) => [name, null]));
    expect((await draw('txt2img', { prompt: 'a', ...nothing })).images).toHaveLength(1);
    const batch = await draw('txt2img', { prompt: 'a', batch_size: 2, n_iter: 2, seed: 100, width: 32, height: 32 });
    expect(infoOf(batch).all_seeds).toEqual([100, 101, 102, 103]);
    expect(new Set(batch.images).size).toBe(4);
    const varied = infoOf(await draw('txt2img', { prompt: 'a', seed: 1, subseed: 9, subseed_strength: 0.2, batch_size: 2, styles: ['night', 'nobody'] }));
    expect(varied).toMatchObject({ all_seeds: [1, 1], all_subseeds: [9, 10], subseed_strength: 0.2, styles: ['night'] });
    expect((await draw('txt2img', { prompt: 'a', send_images: false })).images).toEqual([]);
    expect(infoOf(await draw('txt2img', { prompt: 'a', seed: -1, sampler_name: 'k_euler_a', alwayson_scripts: { ControlNet: { args: [] } } }))).toMatchObject({ sampler_name: 'Euler a', seed: expect.toSatisfy((seed: number) => seed >= 0) });
  });

  test('img2img: redraws, fills masks white on black, and refuses to without a picture', async () => {
    const redrawn = await draw('img2img', { prompt: 'an owl', init_images: [`data:image/png;base64,${base64(40, 40, [9, 200, 9])}`], denoising_strength: 0.4, width: 64, height: 64, resize_mode: 1 });
    expect(infoOf(redrawn)).toMatchObject({ denoising_strength: 0.4 });
    expect(redrawn.parameters).not.toHaveProperty('init_images');
    const picture = blankPicture(64, 64, [9, 200, 9]);
    const mask = createPicture(64, 64, Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (Math.floor(i / 3) % 64 < 20 ? 255 : 0)));
    const filled = await draw('img2img', { prompt: 'an owl', init_images: [Buffer.from(encodePng(picture)).toString('base64')], mask: Buffer.from(encodePng(mask)).toString('base64'), mask_blur: 2, inpainting_fill: 1, inpaint_full_res: true, inpaint_full_res_padding: 8, width: 64, height: 64 });
    const made = decodePng(bytesOf(filled.images[0]!));
    for (let i = 0; i < 64 * 64; i++) if (i % 64 > 22) expect([...made.data.subarray(3 * i, 3 * i + 3)]).toEqual([9, 200, 9]);
    expect([...made.data.subarray(0, 3)]).not.toEqual([9, 200, 9]);
    const missing = await post('img2img', { prompt: 'a' });
    expect([missing.status, await missing.json()]).toEqual([404, expect.objectContaining({ detail: 'Init image not found' })]);
  });

  test('png-info takes a picture apart; extras enlarge', async () => {
    const { images: [image] } = await draw('txt2img', { prompt: 'a fox', negative_prompt: 'night', width: 32, height: 32 });
    const told = await (await post('png-info', { image: `data:image/png;base64,${image}` })).json() as { info: string; items: Record<string, string>; parameters: Record<string, string> };
    expect(told.parameters).toMatchObject({ Prompt: 'a fox', 'Negative prompt': 'night', Sampler: 'Euler' });
    expect(told.items['parameters']).toBe(told.info);
    expect(await (await post('png-info', { image: base64(2, 2, [1, 2, 3]) })).json()).toEqual({ info: '', items: {}, parameters: {} });
    for (const upscaler of ['None', 'Lanczos', 'Darkroom']) {
      const { image: larger } = await (await post('extra-single-image', { image, upscaling_resize: 2, upscaler_1: upscaler })).json() as { image: string };
      expect(decodePng(bytesOf(larger))).toMatchObject({ width: 64, height: 64 });
    }
  });

  test('mistakes come in its shape', async () => {
    for (const [name, body, status] of [['txt2img', { prompt: 'a', steps: 'many' }, 422], ['txt2img', { prompt: 'a', script_name: 'x/y/z plot' }, 422], ['txt2img', { prompt: 'a', sampler_name: 'magic' }, 422], ['options', { sd_model_checkpoint: 'nobodys' }, 404], ['interrogate', { image: '' }, 404], ['nothing', {}, 404]] as const) {
      const response = await post(name, body);
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ error: expect.any(String), detail: expect.any(String), body: '', errors: expect.any(String) });
    }
  });

  test('with a token, Basic and Bearer open; without, nothing does', async () => {
    const locked = await startFixture({ access: { token: 'secret' } });
    const ask = (authorization?: string): Promise<Response> => locked.request('/sdapi/v1/options', { headers: authorization === undefined ? {} : { authorization } });
    expect((await ask()).status).toBe(401);
    expect((await ask()).headers.get('www-authenticate')).toMatch(/^Basic/);
    expect((await ask(`Basic ${Buffer.from('me:secret').toString('base64')}`)).status).toBe(200);
    expect((await ask('Bearer secret')).status).toBe(200);
    expect((await ask('Bearer secreT')).status).toBe(401);
    await locked.close();
  });
});
