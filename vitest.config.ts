import { defineConfig } from 'vitest/config';

// One project a kind of test, so that each has its own command: `npm test` stays under a minute, and nothing
// heavy runs by surprise. The browser tests have a file of their own, vitest.browser.config.ts.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'test/*.test.ts',
            'test/golden/**/*.test.ts',
            'test/contracts/**/*.test.ts',
          ],
          exclude: ['test/package.test.ts'],
          // Files share a process: loading the modules anew for each takes twice as long as the tests.
          // Nothing here keeps state in a module.
          isolate: false,
          // A test that takes a second takes ten on a machine with other work.
          testTimeout: 30_000,
        },
      },
      { test: { name: 'data', include: ['test/data/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'simulation', include: ['test/simulation/**/*.test.ts'], testTimeout: 300_000 } },
      {
        test: {
          name: 'crash',
          include: ['test/judge-crash/**/*.test.ts', 'test/pipes/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'package',
          include: ['test/package.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
