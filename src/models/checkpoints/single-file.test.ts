import { describe, expect, test } from 'vitest';
import { fullSizeConfigs } from '../../../scripts/stable-diffusion-configs.ts';
import { sizeOf } from '../../base/tensor-data.ts';
import type { LocatedTensor, LocatedWeights } from '../../weights/located.ts';
import { parseAutoencoderKlConfig } from '../autoencoders/kl-config.ts';
import { parseUnetConfig } from '../denoisers/unet-config.ts';
import { parseClipTextConfig } from '../text-encoders/clip-config.ts';
import { fitWeights } from './fit-weights.ts';
import { autoencoderParameters, clipParameters, type Parameters, unetParameters } from './network-parameters.ts';
import { openClipName, originalAutoencoderName, originalUnetName } from './original-names.ts';
import { describeSingleFile } from './single-file.ts';
import { familyOf } from './stable-diffusion.ts';

const file = { path: 'model.safetensors', folder: '/', location: 'model.safetensors' };

const located = (name: string, shape: readonly number[]): LocatedTensor => ({ file, stored: { name, dtype: 'F16', shape, offset: 0, length: 2 * sizeOf(shape) } });

const countOf = (parameters: Parameters): number => [...parameters.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0);

/** What a whole file of a family would hold, by names and shapes. */
function singleFile({ unet, vae, textEncoders }: (typeof fullSizeConfigs)[keyof typeof fullSizeConfigs]): { weights: LocatedWeights; unet: ReturnType<typeof parseUnetConfig> } {
  const [unetConfig, vaeConfig] = [parseUnetConfig(unet, 'unet'), parseAutoencoderKlConfig(vae, 'vae')];
  const weights = new Map<string, LocatedTensor>();
  const put = (name: string, shape: readonly number[]) => weights.set(name, located(name, shape));
  for (const [name, { shape }] of unetParameters(unetConfig)) put(`model.diffusion_model.${originalUnetName(name, unetConfig)}`, shape);
  for (const [name, { shape }] of autoencoderParameters(vaeConfig)) put(`first_stage_model.${originalAutoencoderName(name, vaeConfig)}`, shape.length === 2 ? [...shape, 1, 1] : shape);
  for (const [i, json] of textEncoders.entries()) {
    const config = parseClipTextConfig(json, 'text');
    const openClip = config.activation === 'gelu';
    const prefix = `${unetConfig.added ? `conditioner.embedders.${i}` : 'cond_stage_model'}.${openClip ? 'model' : 'transformer'}.`;
    // Stable Diffusion 2 does not read the last layer, which the file has.
    for (const [name, { shape }] of clipParameters(openClip && !unetConfig.added ? { ...config, layers: config.layers + 1 } : config)) {
      if (!openClip) put(prefix + name, shape);
      else put(prefix + openClipName(name).name, openClipName(name).third === undefined ? shape : [3 * (shape[0] as number), ...shape.slice(1)]);
    }
  }
  return { weights, unet: unetConfig };
}

/** As published: what the models' own counts of parameters come to. */
const published = { sd15: 859_520_964, 'sd15-inpaint': 859_535_364, sd21: 865_910_724, sdxl: 2_567_463_684 } as const;

describe('single files in the original naming', () => {
  test.each(Object.keys(published) as (keyof typeof published)[])('the U-Net of %s has as many parameters as published', (family) => {
    expect(countOf(unetParameters(parseUnetConfig(fullSizeConfigs[family].unet, 'unet')))).toBe(published[family]);
  });

  test('autoencoder and text encoders have as many parameters as published', () => {
    expect(countOf(autoencoderParameters(parseAutoencoderKlConfig(fullSizeConfigs.sd15.vae, 'vae')))).toBe(83_653_863);
    const counts = [...fullSizeConfigs.sdxl.textEncoders, ...fullSizeConfigs.sd21.textEncoders].map((config) => countOf(clipParameters(parseClipTextConfig(config, 'text'))));
    expect(counts).toEqual([123_060_480, 694_659_840, 340_387_840]);
  });

  test.each(Object.entries(fullSizeConfigs))('%s is told from its tensors, and every tensor found', (family, configs) => {
    const { weights, unet } = singleFile(configs);
    const described = describeSingleFile('model.safetensors', weights);
    const { sampleSize: _, layers, heads, transformerLayers, ...rest } = unet;
    const each = (value: number | readonly number[]): readonly number[] => unet.blocks.map((_, i) => (typeof value === 'number' ? value : value[i]) as number);
    expect(described.denoiser.config).toMatchObject(rest);
    const told = described.denoiser.config;
    expect(each(told.layers)).toEqual(each(layers));
    expect(each(told.heads)).toEqual(each(heads));
    // Where a block has no attention, the number of its transformers means nothing, but for the last, to which the middle belongs.
    expect(each(told.transformerLayers).filter((_, i) => unet.attentionDown[i])).toEqual(each(transformerLayers).filter((_, i) => unet.attentionDown[i]));
    expect(described.autoencoder.config).toEqual(parseAutoencoderKlConfig(configs.vae, 'vae'));
    expect(described.textEncoders.map(({ config }) => config)).toEqual(configs.textEncoders.map((config) => parseClipTextConfig(config, 'text')));
    expect(familyOf('model', told, described.textEncoders)).toBe(family.replace('sd15-inpaint', 'sd1').replace('sd15', 'sd1').replace('sd21', 'sd2'));
    fitWeights(unetParameters(told), described.denoiser.find, 'denoiser');
    fitWeights(autoencoderParameters(described.autoencoder.config), described.autoencoder.find, 'autoencoder');
    for (const { config, find } of described.textEncoders) fitWeights(clipParameters(config), find, 'text encoder');
  });

  test('queries, keys and values are thirds of one tensor in OpenCLIP, and the projection lies on its side', () => {
    const { textEncoders } = describeSingleFile('model.safetensors', singleFile(fullSizeConfigs.sdxl).weights);
    const find = textEncoders[1]?.find as (name: string) => LocatedTensor;
    expect(find('text_model.encoder.layers.3.self_attn.k_proj.weight').stored).toMatchObject({ shape: [1280, 1280], offset: 1280 * 1280 * 2, length: 1280 * 1280 * 2 });
    expect(find('text_model.encoder.layers.3.self_attn.v_proj.bias').stored).toMatchObject({ shape: [1280], offset: 2 * 1280 * 2 });
    expect(find('text_projection.weight').transposed).toBe(true);
  });

  test('a file without a text encoder, or with a tensor missing or misshapen, is refused by name', () => {
    const { weights } = singleFile(fullSizeConfigs.sd15);
    const without = (test: RegExp) => new Map([...weights].filter(([name]) => !test.test(name)));
    expect(() => describeSingleFile('m', without(/^cond_stage/))).toThrow(/no text encoder/);
    const { denoiser } = describeSingleFile('m', without(/middle_block\.2\.out_layers\.3\.bias/));
    expect(() => fitWeights(unetParameters(denoiser.config), denoiser.find, 'denoiser of m')).toThrow("denoiser of m: the tensor 'mid_block.resnets.1.conv2.bias' is missing");
    const misshapen = new Map([...weights, ['model.diffusion_model.out.2.bias', located('model.diffusion_model.out.2.bias', [5])]] as const);
    const found = describeSingleFile('m', misshapen).denoiser;
    expect(() => fitWeights(unetParameters(found.config), found.find, 'denoiser of m')).toThrow("the tensor 'model.diffusion_model.out.2.bias' is [5], but the denoiser of m needs [4] for 'conv_out.bias'");
  });
});
