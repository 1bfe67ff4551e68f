/**
 * The test server as a process of its own, for tests that kill and benchmarks that count. Prints its URL. The
 * verdict follows from the text that is asked, so that every process gets the same answers. A second door
 * says how often each body was asked. `node main.ts DELAY WORDS BATCHES`, the last a script of batches as
 * JSON.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BatchScript } from './batches.ts';
import { verdict } from './replies.ts';
import { startJudgeServer } from './server.ts';

const delay = Number(process.argv[2] ?? '0');
const words = (process.argv[3] ?? 'A,B').split(',');
const batches = JSON.parse(process.argv[4] ?? '{}') as BatchScript;

const server = await startJudgeServer({
  batches,
  reply({ body }) {
    const draw = createHash('sha256').update(JSON.stringify(body)).digest();
    const weights = words.map((_, index) => 1 + draw[index]);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const distribution = Object.fromEntries(
      words.map((word, index) => [word, (0.98 * weights[index]) / total]),
    );
    return verdict(
      { ...distribution, ' Maybe': 0.01 },
      delay === 0 ? {} : { delay: delay * (0.5 + draw[9] / 255) },
    );
  },
});

// A second door, so that looking is not asking.
const seen = createServer((_, response) => {
  const counts = [...server.asked.values()];
  response.end(
    JSON.stringify({
      bodies: counts.length,
      calls: counts.reduce((sum, count) => sum + count, 0),
      most: Math.max(0, ...counts),
      mostInFlight: server.inFlight.most,
    }),
  );
});
await new Promise<void>((resolve) => seen.listen(0, '127.0.0.1', resolve));
process.stdout.write(
  `${JSON.stringify({ url: server.url, seen: `http://127.0.0.1:${(seen.address() as AddressInfo).port}` })}\n`,
);
