/** The batch API of endpoints that speak OpenAI's, by OpenAI's own package. Nothing is retried here. */
import { hint, option } from '../../data/index.ts';
import type OpenAI from 'openai';
import { batchUrl } from '../batch/batch-lines.ts';
import type { BatchOrder, BatchProvider, RemoteBatch } from './batch-provider.ts';
import { JudgeError } from './provider.ts';
import { linesOf } from './bounded-body.ts';
import { jsonWithoutKey, textWithoutKey } from './hidden-key.ts';
import { type EndpointAccess, whereOf } from './access.ts';
import { openaiClient } from './openai-compatible.ts';
import { cleaned, failureOf } from './openai-failure.ts';

/** Milliseconds until an answer begins. A file may be large and its way slow. */
const patience = 60_000;
const uploadPatience = 30 * 60_000;

/** Of a file or batch at an endpoint, and of the status of one. */
const longestName = 512;

const finalStatuses = new Set(['completed', 'failed', 'expired', 'cancelled']);

/** Loads the package and makes the provider of one endpoint. Makes no request. */
export async function openaiBatchProvider(access: EndpointAccess): Promise<BatchProvider> {
  const client = await openaiClient(access);
  const shown = (batch: OpenAI.Batch): RemoteBatch => remoteBatch(batch, access);
  /** `absent`: what a 404 means here. */
  async function tried<T>(act: () => Promise<T>, absent: JudgeError): Promise<T> {
    try {
      return await act();
    } catch (error) {
      throw isAbsent(error) ? absent : failureOf(error, access);
    }
  }
  return {
    upload: (lines, signal) =>
      tried(async () => {
        const file = new File(
          lines.map((line) => `${line}\n`),
          'assize-batch.jsonl',
          { type: 'application/jsonl' },
        );
        const { id } = await client.files.create(
          { file, purpose: 'batch' },
          { signal, timeout: uploadPatience },
        );
        return nameFrom(id, access);
      }, noBatches(access)),
    create: ({ input, api, name }, signal) =>
      tried(async () => {
        const order = {
          input_file_id: input,
          endpoint: batchUrl(api),
          completion_window: '24h',
          metadata: { assize: name },
        } as const;
        return shown(await client.batches.create(order, { signal, timeout: patience }));
      }, noBatches(access)),
    retrieve: (id, signal) =>
      tried(
        async () => shown(await client.batches.retrieve(id, { signal, timeout: patience })),
        gone(id, access),
      ),
    find: (order, signal) => tried(async () => found(client, order, access, signal), noBatches(access)),
    async *content(file, signal) {
      try {
        // A file may lie elsewhere: it is fetched from there without the key.
        const { body } = await client.files.content(file, {
          signal,
          timeout: patience,
          fetchOptions: { redirect: 'follow' },
        });
        if (body !== null)
          for await (const line of linesOf(body, whereOf(access))) yield jsonWithoutKey(line, access.key);
      } catch (error) {
        throw isAbsent(error) ? gone(file, access) : failureOf(error, access);
      }
    },
    cancel: (id, signal) =>
      tried(
        async () => shown(await client.batches.cancel(id, { signal, timeout: patience })),
        gone(id, access),
      ),
  };
}

async function found(
  client: OpenAI,
  { name, input }: BatchOrder,
  access: EndpointAccess,
  signal: AbortSignal,
): Promise<RemoteBatch | undefined> {
  for await (const batch of client.batches.list({ limit: 100 }, { signal, timeout: patience }))
    // An endpoint may not keep metadata; the file was ours alone.
    if (batch.metadata?.['assize'] === name || batch.input_file_id === input)
      return remoteBatch(batch, access);
  return undefined;
}

function remoteBatch(batch: OpenAI.Batch, access: EndpointAccess): RemoteBatch {
  const { id, status, output_file_id, error_file_id, errors, request_counts: counts } = batch;
  const output = fileFrom(output_file_id, access);
  // Its file may come a moment later.
  const incomplete = status === 'completed' && output === null && (counts?.completed ?? 0) > 0;
  const [first, ...others] = errors?.data ?? [];
  const told =
    first === undefined
      ? 'the endpoint gave no reason'
      : cleaned(first.message ?? first.code ?? 'no reason', access);
  return {
    id: nameFrom(id, access),
    status: cleaned(status, access),
    ended: finalStatuses.has(status) && !incomplete,
    output,
    errors: fileFrom(error_file_id, access),
    done: counts === undefined ? NaN : counts.completed + counts.failed,
    reason:
      status === 'failed' ? `${told}${others.length === 0 ? '' : ` (and ${others.length} more)`}` : null,
    hint:
      first?.code === 'token_limit_exceeded'
        ? hint`Submit less at a time with ${option('limit')}, or wait until other batches have ended.`
        : null,
  };
}

function isAbsent(error: unknown): boolean {
  const status = error instanceof Error ? (error as { status?: unknown }).status : undefined;
  return status === 404 || status === 405 || status === 501;
}

function noBatches(access: EndpointAccess): JudgeError {
  return new JudgeError(`${whereOf(access)} has no batch API (404)`, {
    kind: 'run',
    status: 404,
    hint: hint`Run the judge without ${option('batch')}, or name an endpoint that has one.`,
  });
}

/** Something that was there: the batch of another account, or files that were kept for a while only. */
function gone(what: string, access: EndpointAccess): JudgeError {
  return new JudgeError(`${whereOf(access)} knows no ${what} (404)`, {
    kind: 'call',
    status: 404,
    hint: hint`Use the key it was submitted with. To give it up and ask its calls again: ${option('batch')}
      ${option('cancel')}`,
  });
}

function fileFrom(id: string | null | undefined, access: EndpointAccess): string | null {
  return id === undefined || id === null ? null : nameFrom(id, access);
}

/** The endpoint's name for a thing, which is stored and shown. */
function nameFrom(id: unknown, access: EndpointAccess): string {
  const name = typeof id === 'string' ? textWithoutKey(id, access.key) : '';
  if (name !== '' && name.length <= longestName) return name;
  throw new JudgeError(`${whereOf(access)} answers with JSON that holds no id`, {
    kind: 'retry',
    hint: 'Check baseURL: no batch API of this kind may be there.',
  });
}
