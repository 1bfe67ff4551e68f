#!/usr/bin/env node
// Plain old JavaScript with no static import: it has to run on a Node that cannot parse the rest, and say so in one line.
var version = process.version.slice(1).split('.').map(Number);
if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
  process.stderr.write(
    'assize requires Node 22.18 or newer; received Node ' + process.version.slice(1) + '\n',
  );
  process.exitCode = 1;
} else {
  import('../dist/cli/main.js').then(
    function (cli) {
      return cli.main();
    },
    function (error) {
      // A clone before its first build. Anything else that is missing is a fault of the package.
      if (
        error.code !== 'ERR_MODULE_NOT_FOUND' ||
        error.url === undefined ||
        !error.url.endsWith('/dist/cli/main.js')
      )
        throw error;
      process.stderr.write('assize is not built yet: run npm run build, or use npm run assize -- COMMAND\n');
      process.exitCode = 1;
    },
  );
}
