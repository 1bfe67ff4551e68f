import { type Rolldown, defineConfig } from 'tsdown';

// One entry a published room, and the command line. The dependencies stay outside; @stdlib is a devDependency
// and so is bundled (see NOTICE): its few functions weigh little, its 247 packages would be the user's.
export default defineConfig({
  entry: {
    'stats/index': 'src/stats/index.ts',
    'data/index': 'src/data/index.ts',
    'judge/index': 'src/judge/index.ts',
    'analysis/index': 'src/analysis/index.ts',
    'report/index': 'src/report/index.ts',
    'storage/index': 'src/storage/index.ts',
    'cli/main': 'src/cli/main.ts',
  },
  platform: 'node',
  target: 'node22.18',
  tsconfig: 'tsconfig.build.json',
  dts: true,
  clean: true,
  outExtensions: () => ({ js: '.js', dts: '.d.ts' }),
  deps: { onlyBundle: [/^@stdlib\//] },
  // Docblocks are in the declarations. The notices of @stdlib's files stay, as its license asks.
  outputOptions: { comments: { jsdoc: false } },
  plugins: [withoutDebug()],
});

/**
 * One function of @stdlib logs its steps through `debug`, which reads the environment: `stats` may not, so it
 * logs to nobody.
 */
function withoutDebug(): Rolldown.Plugin {
  const id = '\0silent-debug.cjs';
  return {
    name: 'without-debug',
    resolveId: { filter: { id: /^debug$/ }, handler: () => id },
    load: { filter: { id: /silent-debug\.cjs$/ }, handler: () => 'module.exports = () => () => {};' },
  };
}
