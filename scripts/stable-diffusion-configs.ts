/** What the `config.json` files of the full-size families say: for tests that need names and shapes, and benchmarks that need whole checkpoints. */

const down = (...attention: readonly boolean[]): string[] => attention.map((attends) => (attends ? 'CrossAttnDownBlock2D' : 'DownBlock2D'));
const up = (...attention: readonly boolean[]): string[] => attention.map((attends) => (attends ? 'CrossAttnUpBlock2D' : 'UpBlock2D'));

const unetClass = { _class_name: 'UNet2DConditionModel', in_channels: 4, out_channels: 4, layers_per_block: 2, norm_num_groups: 32, norm_eps: 1e-5 };
const sd1Unet = { ...unetClass, sample_size: 64, block_out_channels: [320, 640, 1280, 1280], attention_head_dim: 8, cross_attention_dim: 768, down_block_types: down(true, true, true, false), up_block_types: up(false, true, true, true) };
const xlUnet = { ...unetClass, sample_size: 128, use_linear_projection: true, addition_embed_type: 'text_time', addition_time_embed_dim: 256 };

const autoencoder = (scale: number, side: number) => ({
  _class_name: 'AutoencoderKL', sample_size: side, block_out_channels: [128, 256, 512, 512], layers_per_block: 2, norm_num_groups: 32, latent_channels: 4, scaling_factor: scale,
  down_block_types: Array.from({ length: 4 }, () => 'DownEncoderBlock2D'), up_block_types: Array.from({ length: 4 }, () => 'UpDecoderBlock2D'),
});

const clip = (width: number, layers: number, hidden_act: string, architecture = 'CLIPTextModel') => ({
  architectures: [architecture], vocab_size: 49_408, hidden_size: width, intermediate_size: 4 * width, num_hidden_layers: layers, num_attention_heads: width / 64,
  max_position_embeddings: 77, hidden_act, projection_dim: width, layer_norm_eps: 1e-5,
});
const vitL = clip(768, 12, 'quick_gelu');
const bigG = clip(1280, 32, 'gelu', 'CLIPTextModelWithProjection');

export interface FullSizeConfigs {
  readonly unet: Readonly<Record<string, unknown>>;
  readonly vae: Readonly<Record<string, unknown>>;
  readonly textEncoders: readonly Readonly<Record<string, unknown>>[];
}

export const fullSizeConfigs = {
  sd15: { unet: sd1Unet, vae: autoencoder(0.18215, 512), textEncoders: [vitL] },
  'sd15-inpaint': { unet: { ...sd1Unet, in_channels: 9 }, vae: autoencoder(0.18215, 512), textEncoders: [vitL] },
  sd21: {
    unet: { ...sd1Unet, sample_size: 96, attention_head_dim: [5, 10, 20, 20], cross_attention_dim: 1024, use_linear_projection: true },
    vae: autoencoder(0.18215, 768), textEncoders: [clip(1024, 23, 'gelu')],
  },
  sdxl: {
    unet: { ...xlUnet, block_out_channels: [320, 640, 1280], attention_head_dim: [5, 10, 20], cross_attention_dim: 2048, transformer_layers_per_block: [1, 2, 10], projection_class_embeddings_input_dim: 2816, down_block_types: down(false, true, true), up_block_types: up(true, true, false) },
    vae: autoencoder(0.13025, 1024), textEncoders: [vitL, bigG],
  },
  'sdxl-refiner': {
    unet: { ...xlUnet, block_out_channels: [384, 768, 1536, 1536], attention_head_dim: [6, 12, 24, 24], cross_attention_dim: 1280, transformer_layers_per_block: 4, projection_class_embeddings_input_dim: 2560, down_block_types: down(false, true, true, false), up_block_types: up(false, true, true, false) },
    vae: autoencoder(0.13025, 1024), textEncoders: [bigG],
  },
} as const satisfies Record<string, FullSizeConfigs>;
