/** Where the original Stable Diffusion code keeps what diffusers and transformers keep elsewhere: one pure map for each network. */
import type { AutoencoderKlConfig } from '../autoencoders/kl-config.ts';
import type { UnetConfig } from '../denoisers/unet-config.ts';
import { atBlock } from '../parse-config.ts';

type Renaming = readonly (readonly [from: RegExp, to: string])[];

function renamed(name: string, table: Renaming): string {
  return table.reduce((result, [from, to]) => result.replace(from, to), name);
}

const unetResidual: Renaming = [
  [/\.norm1\./, '.in_layers.0.'], [/\.conv1\./, '.in_layers.2.'], [/\.time_emb_proj\./, '.emb_layers.1.'],
  [/\.norm2\./, '.out_layers.0.'], [/\.conv2\./, '.out_layers.3.'], [/\.conv_shortcut\./, '.skip_connection.'],
];

const unetEnds: Renaming = [
  [/^conv_in\./, 'input_blocks.0.0.'], [/^conv_norm_out\./, 'out.0.'], [/^conv_out\./, 'out.2.'],
  [/^time_embedding\.linear_1\./, 'time_embed.0.'], [/^time_embedding\.linear_2\./, 'time_embed.2.'], [/^time_embedding\.cond_proj\./, 'time_embed.cond_proj.'],
  [/^add_embedding\.linear_1\./, 'label_emb.0.0.'], [/^add_embedding\.linear_2\./, 'label_emb.0.2.'],
];

const unetMiddle: Readonly<Record<string, string>> = { 'resnets.0': '0', 'attentions.0': '1', 'resnets.1': '2' };

/** The original numbers blocks of layers from one end to the other; inside transformers the names are the same. */
export function originalUnetName(name: string, { layers, attentionUp, blocks }: UnetConfig): string {
  const [, way, block, kind, layer, rest] = /^(down|mid|up)_blocks?\.(?:(\d+)\.)?(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.*)$/.exec(name) ?? [];
  if (way === undefined || kind === undefined || layer === undefined || rest === undefined) return renamed(name, unetEnds);
  const inner = kind === 'resnets' ? renamed(`.${rest}`, unetResidual) : `.${rest}`;
  if (way === 'mid') return `middle_block.${unetMiddle[`${kind}.${layer}`]}${inner}`;
  const index = Number(block);
  if (way === 'down') {
    const before = Array.from({ length: index }, (_, i) => atBlock(layers, i) + 1).reduce((a, b) => a + b, 1);
    if (kind === 'downsamplers') return `input_blocks.${before + atBlock(layers, index)}.0.op.${rest.replace('conv.', '')}`;
    return `input_blocks.${before + Number(layer)}.${kind === 'resnets' ? 0 : 1}${inner}`;
  }
  const depth = (i: number): number => atBlock(layers, blocks.length - 1 - i) + 1;
  const before = Array.from({ length: index }, (_, i) => depth(i)).reduce((a, b) => a + b, 0);
  if (kind === 'upsamplers') return `output_blocks.${before + depth(index) - 1}.${attentionUp[index] ? 2 : 1}.${rest}`;
  return `output_blocks.${before + Number(layer)}.${kind === 'resnets' ? 0 : 1}${inner}`;
}

const autoencoderNames: Renaming = [
  [/\.conv_norm_out\./, '.norm_out.'], [/\.conv_shortcut\./, '.nin_shortcut.'],
  [/\.mid_block\.attentions\.0\./, '.mid.attn_1.'], [/\.mid_block\.resnets\.0\./, '.mid.block_1.'], [/\.mid_block\.resnets\.1\./, '.mid.block_2.'],
  [/\.attn_1\.group_norm\./, '.attn_1.norm.'], [/\.to_q\./, '.q.'], [/\.to_k\./, '.k.'], [/\.to_v\./, '.v.'], [/\.to_out\.0\./, '.proj_out.'],
  [/\.resnets\./, '.block.'], [/\.downsamplers\.0\./, '.downsample.'], [/\.upsamplers\.0\./, '.upsample.'], [/\.down_blocks\./, '.down.'],
];

/** On the way up the original counts from the picture, diffusers from the latents. */
export function originalAutoencoderName(name: string, { blocks }: AutoencoderKlConfig): string {
  return renamed(name, autoencoderNames).replace(/\.up_blocks\.(\d+)\./, (_, index: string) => `.up.${blocks.length - 1 - Number(index)}.`);
}

const openClipNames: Renaming = [
  [/^text_model\.embeddings\.token_embedding\./, 'token_embedding.'], [/^text_model\.embeddings\.position_embedding\.weight$/, 'positional_embedding'],
  [/^text_model\.final_layer_norm\./, 'ln_final.'], [/^text_projection\.weight$/, 'text_projection'], [/^text_model\.encoder\.layers\./, 'transformer.resblocks.'],
  [/\.layer_norm1\./, '.ln_1.'], [/\.layer_norm2\./, '.ln_2.'], [/\.mlp\.fc1\./, '.mlp.c_fc.'], [/\.mlp\.fc2\./, '.mlp.c_proj.'], [/\.self_attn\.out_proj\./, '.attn.out_proj.'],
  [/\.self_attn\.[qkv]_proj\.(weight|bias)$/, '.attn.in_proj_$1'],
];

/** A tensor of OpenCLIP's text encoder; `third`: queries, keys and values lie in one tensor there, one third each. */
export interface OpenClipName {
  readonly name: string;
  readonly third?: 0 | 1 | 2;
  /** The projection is stored with its axes swapped. */
  readonly transposed: boolean;
}

const thirds = { q: 0, k: 1, v: 2 } as const;

export function openClipName(name: string): OpenClipName {
  const [, part] = /\.self_attn\.([qkv])_proj\./.exec(name) ?? [];
  return { name: renamed(name, openClipNames), transposed: name === 'text_projection.weight', ...(part !== undefined && { third: thirds[part as keyof typeof thirds] }) };
}
