/** Prints, for each full-size family, every tensor's name in diffusers, in the original code and its shape: check_original_names.py holds them against diffusers. */
import { parseAutoencoderKlConfig } from '../../src/models/autoencoders/kl-config.ts';
import { autoencoderParameters, clipParameters, unetParameters } from '../../src/models/checkpoints/network-parameters.ts';
import { openClipName, originalAutoencoderName, originalUnetName } from '../../src/models/checkpoints/original-names.ts';
import { parseUnetConfig } from '../../src/models/denoisers/unet-config.ts';
import { parseClipTextConfig } from '../../src/models/text-encoders/clip-config.ts';
import { fullSizeConfigs } from '../stable-diffusion-configs.ts';

const rows = Object.entries(fullSizeConfigs).map(([family, { unet, vae, textEncoders }]) => {
  const [unetConfig, vaeConfig, textConfig] = [parseUnetConfig(unet, 'unet'), parseAutoencoderKlConfig(vae, 'vae'), parseClipTextConfig(textEncoders.at(-1), 'text')];
  return [family, {
    configs: { unet, vae, text: textEncoders.at(-1) },
    unet: [...unetParameters(unetConfig)].map(([name, { shape }]) => [name, originalUnetName(name, unetConfig), shape]),
    vae: [...autoencoderParameters(vaeConfig)].map(([name, { shape }]) => [name, originalAutoencoderName(name, vaeConfig), shape]),
    text: [...clipParameters(textConfig)].map(([name, { shape }]) => [name, openClipName(name).name, shape]),
  }] as const;
});
process.stdout.write(JSON.stringify(Object.fromEntries(rows)));
