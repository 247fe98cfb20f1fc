import { describe, expect, test } from 'vitest';
import { createRandom } from '../base/random.ts';
import { type Picture, blankPicture, createPicture } from './picture.ts';
import { psnr, ssim } from './similarity.ts';

/** Pixels that any language draws alike: waves of whole numbers. */
function waves(width: number, height: number, shift: number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const [x, y, channel] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
    data[i] = (x * (3 + channel) + y * (5 - channel) + ((x * y * (channel + 1)) % (17 + shift)) * (2 + shift)) % 256;
  }
  return createPicture(width, height, data);
}

const noisy = ({ width, height, data }: Picture, deviation: number): Picture => {
  const random = createRandom(1);
  return createPicture(width, height, data.map((value) => Math.min(255, Math.max(0, Math.round(value + deviation * random.normal())))));
};

describe('PSNR', () => {
  test('is 20·log10(255 / error) for a constant error', () => {
    expect(psnr(blankPicture(8, 8, [100, 100, 100]), blankPicture(8, 8, [110, 110, 110]))).toBeCloseTo(20 * Math.log10(25.5), 10);
  });

  test('is infinite for equal pictures', () => {
    expect(psnr(waves(9, 7, 0), waves(9, 7, 0))).toBe(Infinity);
  });
});

describe('SSIM', () => {
  test('is 1 for equal pictures and falls with noise', () => {
    const picture = blankPicture(32, 24, [90, 120, 200]);
    expect(ssim(picture, picture)).toBeCloseTo(1, 12);
    expect(ssim(picture, noisy(picture, 20))).toBeLessThan(ssim(picture, noisy(picture, 5)));
  });

  test('is the formula of the paper where nothing varies: only the means differ', () => {
    const [x, y, c1] = [100, 110, (0.01 * 255) ** 2];
    expect(ssim(blankPicture(16, 16, [x, x, x]), blankPicture(16, 16, [y, y, y]))).toBeCloseTo((2 * x * y + c1) / (x * x + y * y + c1), 12);
  });

  // Values: scripts/goldens/similarity.py (scikit-image 0.26.0, gaussian_weights, sigma 1.5, no sample covariance, data_range 255).
  test.each([[24, 17, 23.574444224167983, 0.3308656727589867], [64, 48, 12.855769440393841, 0.2663649570300608]])('agrees with scikit-image on waves of %i×%i', (width, height, expectedPsnr, expectedSsim) => {
    const [a, b] = [waves(width, height, 0), waves(width, height, 1)];
    expect(psnr(a, b)).toBeCloseTo(expectedPsnr, 9);
    expect(ssim(a, b)).toBeCloseTo(expectedSsim, 9);
  });

  test('refuses pictures of two sizes, and pictures smaller than its window', () => {
    expect(() => ssim(waves(16, 16, 0), waves(16, 17, 0))).toThrow(/16×16×3 with 16×17×3/);
    expect(() => ssim(waves(10, 16, 0), waves(10, 16, 0))).toThrow(/11×11/);
  });
});
