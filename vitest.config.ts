import { defineConfig } from 'vitest/config';

/** Slow tests (training runs, browsers) end in `.slow.test.ts`; `npm run test:fast` leaves them out. */
const fast = process.env['DARKROOM_TESTS'] === 'fast';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts', 'examples/**/*.test.ts', 'studio/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...(fast ? ['**/*.slow.test.ts'] : [])],
    // Engine processes use both cores: more workers would only wait for each other.
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/summary-reporter.ts'],
  },
});
