import { defineConfig } from 'vitest/config';

/** Pages in a real browser: `npm run test:browser`. One at a time, since each starts a Chromium. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
