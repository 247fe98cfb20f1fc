/** Darkroom's own surface: jobs, events, gallery, inputs, as its own client asks for them. */
import { afterEach, describe, expect, test } from 'vitest';
import { type Fixture, startFixture } from '../../test/service/fixture.ts';
import { decodePng, encodePng, readPngText } from '../images/png.ts';
import { blankPicture } from '../images/picture.ts';
import { recipeFromText } from '../recipe/recipe-text.ts';

let fixture: Fixture;
afterEach(() => fixture.close());

describe('jobs', () => {
  test('are accepted, told of step by step, and end in the gallery', async () => {
    fixture = await startFixture({ fake: { stepMs: 5 } });
    const { client } = fixture;
    const job = await client.submit({ recipe: { prompt: 'a red fox', seed: 7, count: 2 }, client_id: 'mine' });
    expect(job).toMatchObject({ status: expect.stringMatching(/queued|generating/), client_id: 'mine', recipe: { seed: 7, model: 'fake' }, pictures: [], poll_url: `/darkroom/v1/jobs/${job.id}` });
    const seen: string[] = [];
    let looks = 0;
    for await (const { event, data } of client.watch(job.id)) {
      if (seen.at(-1) !== event) seen.push(event);
      if (event === 'preview') looks += data.pictures.length;
      if (event === 'step') expect(data).toMatchObject({ job_id: job.id, client_id: 'mine', steps: 4 });
      if (event === 'done') expect(data.pictures).toHaveLength(2);
    }
    expect(seen[0]).toBe('job');
    expect(seen.at(-1)).toBe('done');
    expect(seen).toContain('step');
    expect(looks).toBeGreaterThan(0);
    const done = await client.job(job.id);
    expect(done).toMatchObject({ status: 'completed', progress: 1, attempts: 1 });
    expect(done.pictures.map(({ seed }) => seed)).toEqual([7, 8]);
    const png = new Uint8Array(await (await client.file(done.pictures[0]!.url)).arrayBuffer());
    expect(decodePng(png)).toMatchObject({ width: 32, height: 32 });
    expect(recipeFromText(readPngText(png))).toMatchObject({ prompt: 'a red fox', seed: 7, model: { id: 'fake' } });
    expect((await client.gallery()).pictures.map(({ id }) => id)).toEqual(done.pictures.map(({ id }) => id).toReversed());
  });

  test('run by priority, then in their order; one can be put first; what waits and what runs can be cancelled', async () => {
    fixture = await startFixture({ fake: { stepMs: 20 } });
    const { client } = fixture;
    const names = ['first', 'second', 'urgent', 'last', 'never', 'hurried'];
    const jobs = [];
    for (const name of names) jobs.push(await client.submit({ recipe: { prompt: name, steps: 3 }, priority: name === 'urgent' ? 5 : 0 }));
    const [running, , urgent, , never, hurried] = jobs as [typeof jobs[0], never, typeof jobs[0], never, typeof jobs[0], typeof jobs[0]];
    expect((await client.job(urgent!.id)).queue_position).toBe(0);
    await client.prioritise(hurried!.id, 'first');
    expect((await client.job(hurried!.id)).queue_position).toBe(0);
    expect(await client.cancel(never!.id)).toMatchObject({ status: 'cancelled' });
    await expect(client.cancel(never!.id)).rejects.toMatchObject({ code: 'conflict' });
    await client.cancel(running!.id);
    await expect(client.finished(running!.id)).rejects.toMatchObject({ code: 'cancelled' });
    for (const job of jobs) await client.finished(job.id).catch(() => undefined);
    const order = (await client.jobs({ status: 'completed' })).map(({ recipe }) => recipe.prompt).toReversed();
    expect(order).toEqual(['hurried', 'urgent', 'second', 'last']);
    expect((await client.jobs({ status: 'cancelled' })).map(({ recipe }) => recipe.prompt).toSorted()).toEqual(['first', 'never']);
  });

  test('the same Idempotency-Key makes one job, for the same request only', async () => {
    fixture = await startFixture();
    const { client } = fixture;
    const recipe = { prompt: 'a fox' };
    const [a, b] = await Promise.all([client.submit({ recipe }, { idempotencyKey: 'k1' }), client.submit({ recipe }, { idempotencyKey: 'k1' })]);
    expect(a.id).toBe(b.id);
    await client.finished(a.id);
    expect((await client.submit({ recipe }, { idempotencyKey: 'k1' })).id).toBe(a.id);
    await expect(client.submit({ recipe: { prompt: 'an owl' } }, { idempotencyKey: 'k1' })).rejects.toMatchObject({ code: 'conflict' });
    expect(await client.jobs()).toHaveLength(1);
  });

  test('a picture that was sent is edited, and its recipe sent back makes the same again', async () => {
    fixture = await startFixture();
    const { client } = fixture;
    const { hash } = await client.putInput(encodePng(blankPicture(40, 28, [200, 30, 30])));
    const white = `data:image/png;base64,${Buffer.from(encodePng(blankPicture(40, 28, [255, 255, 255]))).toString('base64')}`;
    const job = await client.finished((await client.submit({ recipe: { prompt: 'an owl', seed: 3, init: { hash }, strength: 0.8, mask: { picture: { data: white }, feather: 2 } } })).id);
    expect(job.recipe).toMatchObject({ init: { hash, width: 40, height: 28 }, mask: { hash: expect.stringMatching(/^[0-9a-f]{64}$/), feather: 2 } });
    const [picture] = job.pictures;
    expect(picture).toMatchObject({ width: 40, height: 28, recipe: { mode: 'inpaint', init: { hash } } });
    const again = await client.finished((await client.submit({ recipe: picture!.recipe as never })).id);
    const bytes = async (url: string): Promise<Uint8Array> => new Uint8Array(await (await client.file(url)).arrayBuffer());
    expect(await bytes(again.pictures[0]!.url)).toEqual(await bytes(picture!.url));
    const varied = await client.finished((await client.submit({ recipe: { prompt: 'a fish', init: { picture: picture!.id }, strength: 0.5 } })).id);
    expect(varied.pictures[0]!.recipe).toMatchObject({ mode: 'image-to-image' });
  });

  test.each([
    [{ prompt: 'a', steps: 0 }, 400, /recipe.steps/], [{ prompt: 'a', model: '../../etc/passwd' }, 404, /no model/], [{}, 400, /recipe.prompt/], [{ prompt: 'a', colour: 1 }, 400, /colour/],
    [{ prompt: 'a', init: { hash: '0'.repeat(64) } }, 404, /was sent here/], [{ prompt: 'a', init: { data: 'AAAA' } }, 400, /no PNG, JPEG/], [{ prompt: 'a', init: { data: '%%%' } }, 400, /no base64/],
    [{ prompt: 'a', init: { data: 'QUJD', hash: '0'.repeat(64) } }, 400, /exactly one/], [{ prompt: 'a', sampler: 'magic' }, 400, /Unknown sampler/], [{ prompt: 'a', steps: 999 }, 400, /at most 200 steps/],
    [{ prompt: 'a', count: 60 }, 400, /at most 16 pictures/], [{ prompt: 'a', width: 65536, height: 65536 }, 413, /at most/], [{ prompt: 'a', expand: { left: 8 } }, 400, /init picture/], [{ prompt: '__none__' }, 400, /no list/],
  ])('%j is refused at once', async (recipe, status, message) => {
    fixture = await startFixture();
    const response = await fixture.post('/darkroom/v1/jobs', { recipe });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: expect.any(String), message: expect.stringMatching(message) } });
    expect(await fixture.client.jobs()).toEqual([]);
  });

  test('the queue has an end', async () => {
    fixture = await startFixture({ fake: { stepMs: 50 }, limits: { queue: 2 } });
    for (let i = 0; i < 3; i++) await fixture.client.submit({ recipe: { prompt: 'a' } });
    const full = await fixture.post('/darkroom/v1/jobs', { recipe: { prompt: 'a' } });
    expect(full.status).toBe(429);
    expect(full.headers.get('retry-after')).toBe('5');
  });

  test('jobs alike are drawn together when that was asked for, and each gets its own', async () => {
    fixture = await startFixture({ fake: { stepMs: 20 }, mostTogether: 8 });
    const { client } = fixture;
    const first = await client.submit({ recipe: { prompt: 'first', steps: 6 } });
    const recipes = [{ prompt: 'a fox', seed: 5 }, { prompt: 'an {owl|cat}', seed: 9, count: 3 }, { prompt: 'a fish', seed: 1 }, { prompt: 'other', seed: 2, guidance: 5 }];
    const jobs = [];
    for (const recipe of recipes) jobs.push(await client.submit({ recipe }));
    await client.finished(first.id);
    const done = [];
    for (const { id } of jobs) done.push(await client.finished(id));
    expect(done.map(({ pictures }) => pictures.map(({ seed }) => seed))).toEqual([[5], [9, 10, 11], [1], [2]]);
    expect(done.map(({ pictures }) => pictures[0]!.prompt)).toEqual(recipes.map(({ prompt }) => prompt));
    expect(new Set(done.slice(0, 3).map(({ started_at }) => started_at)).size).toBe(1);
    expect(done[3]!.started_at).not.toBe(done[0]!.started_at);
    const alone = await client.finished((await client.submit({ recipe: { prompt: 'an {owl|cat}', seed: 10 } })).id);
    expect(alone.pictures[0]!.recipe).toEqual(done[1]!.pictures[1]!.recipe);
  });

  test('recipes whose choices were made elsewhere run alone, also where jobs run together', async () => {
    fixture = await startFixture({ fake: { stepMs: 20 }, mostTogether: 8 });
    const { client } = fixture;
    const first = await client.submit({ recipe: { prompt: 'first', steps: 6 } });
    const recipes = [{ prompt: 'a {red|blue} fox', resolvedPrompt: 'a blue fox', seed: 5 }, { prompt: 'an owl', seed: 9 }, { prompt: 'a cat', negativePrompt: '{rain|snow}', resolvedNegativePrompt: 'snow', seed: 1 }];
    const jobs = [];
    for (const recipe of recipes) jobs.push(await client.submit({ recipe }));
    await client.finished(first.id);
    const done = [];
    for (const { id } of jobs) done.push((await client.finished(id)).pictures[0]!.recipe);
    expect(done.map((recipe) => recipe!['resolvedPrompt'] ?? recipe!['prompt'])).toEqual(['a blue fox', 'an owl', 'a cat']);
    expect(done.map((recipe) => recipe!['resolvedNegativePrompt'])).toEqual([undefined, undefined, 'snow']);
  });

  test('choices and lists stand in negative prompts, too', async () => {
    fixture = await startFixture({ wildcards: { weather: ['rain', 'fog', 'hail'] } });
    const { client } = fixture;
    const { pictures } = await client.finished((await client.submit({ recipe: { prompt: 'a fox', negativePrompt: '{dark|grey} __weather__', seed: 3, count: 4 } })).id);
    for (const { recipe } of pictures) expect(recipe).toMatchObject({ negativePrompt: '{dark|grey} __weather__', resolvedNegativePrompt: expect.stringMatching(/^(dark|grey) (rain|fog|hail)$/) });
    expect(await fixture.post('/darkroom/v1/jobs', { recipe: { prompt: 'a fox', negativePrompt: '__nothing__' } })).toMatchObject({ status: 400 });
  });

  test('what a model can do is told: its LoRAs, whether words can be left out, all that it knows', async () => {
    fixture = await startFixture({ fake: { loras: ['ink', 'wash'] } });
    const { models: [model] } = await fixture.client.capabilities();
    expect(model).toMatchObject({ id: 'fake', loras: ['ink', 'wash'], negative_prompt: true });
    expect(model).not.toHaveProperty('vocabulary');
  });

  test('LoRAs go into the prompt, once', async () => {
    fixture = await startFixture();
    const job = await fixture.client.finished((await fixture.client.submit({ recipe: { prompt: 'a fox <lora:ink:0.5>', loras: [{ name: 'ink', weight: 0.5 }, { name: 'wash', weight: 0.7 }] } })).id);
    expect(job.pictures[0]!.prompt).toBe('a fox <lora:ink:0.5> <lora:wash:0.7>');
  });

  test('words that the model has never seen are told', async () => {
    fixture = await startFixture();
    const job = await fixture.client.finished((await fixture.client.submit({ recipe: { prompt: 'a giraffe' } })).id);
    expect(job.warnings).toEqual([expect.stringMatching(/giraffe/)]);
    expect(await fixture.client.resolve({ prompt: 'a {red|red} giraffe' })).toEqual({ prompt: 'a red giraffe', length: 3, unknown: ['giraffe'], cut: 0 });
  });
});

describe('the gallery', () => {
  test('is searched, marked, trashed and emptied', async () => {
    fixture = await startFixture();
    const { client } = fixture;
    for (const prompt of ['a red fox at night', 'a blue owl at night', 'a crème brûlée']) await client.finished((await client.submit({ recipe: { prompt, seed: 5 }, ...(prompt.includes('owl') && { collection: 'birds' }) })).id);
    const search = async (query: Record<string, unknown>): Promise<string[]> => (await client.gallery(query as never)).pictures.map(({ prompt }) => prompt).toSorted();
    expect(await search({ text: 'night' })).toHaveLength(2);
    expect(await search({ text: 'nig fox' })).toEqual([]);
    expect(await search({ text: 'fox nig' })).toEqual(['a red fox at night']);
    expect(await search({ text: 'creme bru' })).toEqual(['a crème brûlée']);
    expect(await search({ text: '" OR 1=1 --' })).toEqual([]);
    expect(await search({ seed: 5, model: 'fake', collection: 'birds' })).toEqual(['a blue owl at night']);
    expect(await search({ from: '2020-01-01', to: '2020-01-02' })).toEqual([]);
    const [fox] = (await client.gallery({ text: 'fox' } as never)).pictures;
    expect(await client.change(fox!.id, { favourite: true, tags: ['best', 'best'] })).toMatchObject({ favourite: true, tags: ['best'] });
    expect(await search({ favourite: true })).toEqual(['a red fox at night']);
    expect(await search({ text: 'best' })).toEqual(['a red fox at night']);
    expect(await client.labels()).toEqual({ tags: [{ name: 'best', count: 1 }], collections: [{ name: 'birds', count: 1 }], models: [{ name: 'fake', count: 3 }] });
    await client.change(fox!.id, { trashed: true });
    expect(await search({})).toHaveLength(2);
    expect(await search({ trashed: true })).toEqual(['a red fox at night']);
    await client.change(fox!.id, { trashed: false });
    expect(await search({})).toHaveLength(3);
    await client.change(fox!.id, { trashed: true });
    expect(await client.emptyTrash()).toBe(1);
    await expect(client.picture(fox!.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('gives pages, thumbnails and other formats; takes pictures of any kind', async () => {
    fixture = await startFixture();
    const { client } = fixture;
    const job = await client.finished((await client.submit({ recipe: { prompt: 'a', count: 5 } })).id);
    const first = await client.gallery({ limit: 2 } as never);
    const second = await client.gallery({ limit: 2, cursor: first.cursor } as never);
    expect([first.total, first.pictures.length, second.pictures.length]).toEqual([5, 2, 2]);
    expect(new Set([...first.pictures, ...second.pictures].map(({ id }) => id)).size).toBe(4);
    for (const [query, type] of [['', 'image/png'], ['?format=jpeg', 'image/jpeg'], ['?size=thumbnail&format=webp', 'image/webp']]) {
      const response = await fixture.request(`${job.pictures[0]!.url}${query}`);
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(50);
    }
    const file = new Uint8Array(await (await client.file(job.pictures[0]!.url)).arrayBuffer());
    const brought = await client.importPicture(file);
    expect(brought).toMatchObject({ prompt: 'a', seed: job.recipe.seed });
    expect((await client.readRecipe(file)).recipe).toMatchObject({ prompt: 'a' });
    expect((await fixture.request('/darkroom/v1/gallery/..%2f..%2findex.db/file')).status).toBe(400);
  });
});
