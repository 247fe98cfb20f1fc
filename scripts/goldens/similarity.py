"""PSNR and SSIM of scikit-image for src/images/similarity.test.ts: pip install scikit-image, then run; prints the rows of the test's table."""
import numpy as np
from skimage.metrics import peak_signal_noise_ratio, structural_similarity


def waves(width, height, shift):
    """The same pixels as `waves` of the test."""
    y, x, channel = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((x * (3 + channel) + y * (5 - channel) + ((x * y * (channel + 1)) % (17 + shift)) * (2 + shift)) % 256).astype(np.uint8)


for width, height in [(24, 17), (64, 48)]:
    a, b = waves(width, height, 0), waves(width, height, 1)
    ssim = structural_similarity(a, b, channel_axis=2, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False)
    print(f"[{width}, {height}, {float(peak_signal_noise_ratio(a, b, data_range=255))!r}, {float(ssim)!r}],")
