import { expect, test } from 'vitest';
import { type ReadImport, readImport } from '../../data/index.ts';
import { type SavedReading, savedAnswers } from './saved-answers.ts';

const letters = ['A', 'B', 'C'];

/** A chat completion that says the first of these words, with their log probabilities. */
function completion(words: Readonly<Record<string, number>>, model = 'gpt-4o'): object {
  const top_logprobs = Object.entries(words).map(([token, logprob]) => ({
    token,
    logprob,
    bytes: [...new TextEncoder().encode(token)],
  }));
  const content = [{ ...top_logprobs[0], top_logprobs }];
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model,
    choices: [
      { index: 0, message: { role: 'assistant', content: top_logprobs[0].token }, logprobs: { content } },
    ],
  };
}

const sure = completion({ A: Math.log(0.9), B: Math.log(0.06), C: Math.log(0.04) });

async function imported(
  records: readonly object[],
  reading: SavedReading = {},
  name = 'answers.jsonl',
): Promise<ReadImport> {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const file = { name, open: () => [new TextEncoder().encode(text)] };
  return readImport(savedAnswers({ labels: letters, ...reading }), [file]);
}

async function refusal(records: readonly object[], reading: SavedReading = {}): Promise<string> {
  return imported(records, reading).then(
    () => 'read',
    (error: Error) => error.message,
  );
}

test.each([
  ['a chat completion in a field', { question_id: 'q1', response: sure }],
  ['a line of a batch', { custom_id: 'q1', response: { status_code: 200, body: sure }, error: null }],
  ['a completion as JSON text', { item: 'q1', raw: JSON.stringify(sure) }],
  [
    'a completion of the older API',
    {
      item: 'q1',
      response: {
        model: 'gpt-4o',
        choices: [
          {
            text: 'A',
            logprobs: {
              tokens: ['A'],
              token_logprobs: [Math.log(0.9)],
              top_logprobs: [{ A: Math.log(0.9), B: Math.log(0.06), C: Math.log(0.04) }],
            },
          },
        ],
      },
    },
  ],
  [
    'a Response',
    {
      item: 'q1',
      response: {
        model: 'gpt-4o',
        output: [
          { type: 'reasoning', summary: [] },
          {
            type: 'message',
            content: [
              {
                type: 'output_text',
                text: 'A',
                logprobs: (sure as { choices: { logprobs: { content: object[] } }[] }).choices[0].logprobs
                  .content,
              },
            ],
          },
        ],
      },
    },
  ],
])('%s is a verdict with the probabilities of its labels', async (_, record) => {
  const { ratings, codebook } = await imported([record]);
  expect(ratings).toHaveLength(1);
  expect(ratings[0]).toMatchObject({
    item: 'q1',
    rater: 'gpt-4o',
    kind: 'judge',
    label: 'A',
    probSource: 'logprobs',
  });
  expect(ratings[0].probabilities!['A']).toBeCloseTo(0.9, 9);
  expect(ratings[0].probabilities!['C']).toBeCloseTo(0.04, 9);
  expect(codebook!.labels.map(({ name }) => name)).toEqual(letters);
});

test('what was not on a label stays open, as with a judge that is asked', async () => {
  const { ratings } = await imported([
    { item: 'q1', response: completion({ A: Math.log(0.6), The: Math.log(0.3), B: Math.log(0.1) }) },
  ]);
  const sum = Object.values(ratings[0].probabilities!).reduce((total, p) => total + p, 0);
  expect(sum).toBeCloseTo(0.7, 6);
});

test('a decision model gives probabilities without logprobs, by the question asked for', async () => {
  const answers = [
    { type: 'predicate', name: 'safe', probability: 0.2 },
    { type: 'predicate', name: 'helpful', probability: 0.93 },
  ];
  const record = { item: 'q1', response: { model: 'd-1', answers } };
  const reading = { labels: ['Fail', 'Pass'] };
  expect(await refusal([record], reading)).toBe(
    'answers.jsonl line 1: an answer to 2 questions: safe, helpful',
  );
  const { ratings } = await imported([record], { ...reading, question: 'helpful' });
  expect(ratings[0]).toMatchObject({ label: 'Pass', probSource: 'decision', probabilities: { Pass: 0.93 } });
  // Nothing says which of two other labels yes stands for.
  const good = { labels: ['bad', 'good'], question: 'helpful' };
  expect(await refusal([record], good)).toContain('nothing says whether "bad" or "good" is meant');
  expect((await imported([record], { ...good, pass: ['good'] })).ratings[0].label).toBe('good');
});

test('an answer without token probabilities is a label, and that is said', async () => {
  const plain = { choices: [{ message: { content: 'B.' } }] };
  const { ratings, notes } = await imported([{ item: 'q1', response: plain }]);
  expect(ratings[0]).toMatchObject({ label: 'B', rater: 'judge' });
  expect(ratings[0].probabilities).toBeUndefined();
  expect(notes.join(' ')).toContain('1 answers have no token probabilities');
});

test('refusals, errors and answers that say no label are no verdicts', async () => {
  const refused = { choices: [{ message: { content: null, refusal: 'I cannot.' } }] };
  const chatter = completion({ Well: Math.log(0.9), A: Math.log(0.1) });
  const failed = {
    custom_id: 'q4',
    response: { status_code: 429, body: { error: { message: 'slow down' } } },
  };
  const { ratings, leftOut, notes } = await imported([
    { custom_id: 'q1', response: { status_code: 200, body: sure } },
    { custom_id: 'q2', response: { status_code: 200, body: refused } },
    { custom_id: 'q3', response: { status_code: 200, body: chatter } },
    failed,
  ]);
  expect(ratings.map(({ item, status, label }) => [item, status, label])).toEqual([
    ['q1', undefined, 'A'],
    ['q2', 'invalid', ''],
    ['q3', 'invalid', ''],
  ]);
  expect(leftOut).toMatchObject([{ reason: 'calls that failed: an error in place of an answer', count: 1 }]);
  expect(notes.join(' ')).toContain('1 answer gives no verdict (refusal)');
});

test('where no answer gives a verdict nothing is imported', async () => {
  const chatter = { item: 'q1', response: { choices: [{ message: { content: 'Verdict: A' } }] } };
  expect(await refusal([chatter])).toBe(
    'no answer gives a verdict; most frequent: off label (1), the answer says none of the words',
  );
  const { ratings } = await imported([chatter], { marker: 'Verdict:' });
  expect(ratings[0].label).toBe('A');
});

test('words of the judge become labels, and a JSON key is read', async () => {
  const json = { choices: [{ message: { content: '{"why": "A is a word", "verdict": "good"}' } }] };
  const { ratings } = await imported([{ item: 'q1', response: json }], {
    labels: ['Pass', 'Fail'],
    words: { Pass: 'good', Fail: 'bad' },
    verdictKey: 'verdict',
  });
  expect(ratings[0].label).toBe('Pass');
  expect(await refusal([{ item: 'q1', response: json }], { words: { Good: 'good' } })).toBe(
    '"Good" is not one of the labels A, B, C',
  );
});

test('sides that were swapped are turned back, by the field that says which was shown first', async () => {
  const reading = { labels: ['one', 'two', 'tie'], words: { one: 'A', two: 'B', tie: 'C' }, order: 'first' };
  const { ratings } = await imported(
    [
      { item: 'q1', first: 'one', response: sure },
      { item: 'q1', first: 'two', response: sure },
    ],
    reading,
  );
  expect(ratings.map(({ order, label }) => [order, label])).toEqual([
    ['one', 'one'],
    ['two', 'two'],
  ]);
  expect(ratings[1].probabilities!['two']).toBeCloseTo(0.9, 9);
  expect(await refusal([{ item: 'q1', first: 'A', response: sure }], reading)).toContain(
    'first requires the label of the side shown first',
  );
});

test('records with an id of the listed items are joined by it, in any order, and never by order', async () => {
  const other = completion({ B: Math.log(0.8), A: Math.log(0.2) });
  const answers = [
    { question_id: 'y', response: other },
    { question_id: 'x', response: sure },
  ];
  const { ratings, notes } = await imported(answers, { items: ['x', 'y', 'z'] });
  expect(ratings.map(({ item, label }) => [item, label])).toEqual([
    ['y', 'B'],
    ['x', 'A'],
  ]);
  expect(notes).toContain('Joined by question_id.');
  const two = answers.map((answer, at) => ({ ...answer, task_id: `task ${at}` }));
  expect((await imported(two, { items: ['x', 'y'] })).notes).toContain('Joined by question_id.');
  const batch = [{ custom_id: 'x', response: { body: sure } }];
  expect((await imported(batch, { items: ['x', 'y'] })).notes).toContain('Joined by custom_id.');
  const mixed = [...answers, { question_id: 'w', response: sure }];
  expect(await refusal(mixed, { items: ['x', 'y'] })).toBe(
    'answers.jsonl line 3: no item "w" by question_id, as the records before it have it',
  );
});

test('ids of something else leave the order, which is said; one that fits after all is refused', async () => {
  const rows = [
    { row_id: '0', response: sure },
    { row_id: '1', response: sure },
  ];
  const { notes, ratings } = await imported(rows, { items: ['x', 'y'] });
  expect(ratings.map(({ item }) => item)).toEqual(['x', 'y']);
  expect(notes).toContain(
    'Joined by order: the first answer is of item "x", the last of "y". What row_id says of them is no id ' +
      'of these items.',
  );
  expect(await refusal([rows[0], { row_id: 'y', response: sure }], { items: ['x', 'y'] })).toBe(
    'answers.jsonl line 2: row_id names one of the items, and the records before it name none',
  );
});

test('without an id the order says the item, if the counts are equal or the first are meant', async () => {
  const answers = [sure, completion({ B: Math.log(0.8), A: Math.log(0.2) })];
  const items = ['x', 'y'];
  const { ratings, notes } = await imported(answers, { items });
  expect(ratings.map(({ item, label }) => [item, label])).toEqual([
    ['x', 'A'],
    ['y', 'B'],
  ]);
  expect(notes).toContain('Joined by order: the first answer is of item "x", the last of "y".');
  expect(await refusal(answers)).toContain('nothing in the record says which item it is about');
  expect(await refusal(answers, { items: ['x', 'y', 'z'] })).toContain('2 answers and 3 items');
  expect((await imported(answers, { items: ['x', 'y', 'z'], first: true })).ratings).toHaveLength(2);
  expect(await refusal(answers, { items: ['x'], first: true })).toContain('2 answers and 1 items');
  // A batch comes back in any order.
  expect(await refusal([{ custom_id: 'q1', response: { body: sure } }], { items: ['x'] })).toContain(
    'comes in any order',
  );
});

test('a failed call keeps its place in the order', async () => {
  const failed = { error: { message: 'overloaded', code: 'overloaded' } };
  const { ratings } = await imported([failed, sure], { items: ['x', 'y'] });
  expect(ratings.map(({ item }) => item)).toEqual(['y']);
});

test('a named field says the item, also inside another, and plain fields are kept as the item’s', async () => {
  const record = { meta: { id: 7 }, question: 'Why?', response: sure };
  const { ratings, items } = await imported([record], { item: 'meta.id' });
  expect(ratings[0].item).toBe('7');
  expect(items).toEqual([{ item: '7', fields: { question: 'Why?' } }]);
});

test('a record with two answers, or none, is refused with its fields', async () => {
  expect(await refusal([{ item: 'q1', first: sure, second: sure }])).toContain(
    '2 answers in one record, in the fields first, second',
  );
  expect(await refusal([{ item: 'q1', text: 'A' }])).toContain('its fields are item, text');
  // A field of the user that happens to be called choices is not an answer.
  expect(await refusal([{ item: 'q1', choices: ['A', 'B'] }])).toContain('no answer of an endpoint');
});

test('without labels the words of the answers are said, and proposed', async () => {
  const text = [sure, completion({ B: -0.1 })].map((record) => JSON.stringify(record)).join('\n');
  const file = { name: 'a.jsonl', open: () => [new TextEncoder().encode(text)] };
  const error = await readImport(savedAnswers({}), [file]).then(
    () => null,
    (thrown: unknown) => thrown as { message: string; hint: unknown },
  );
  expect(error!.message).toContain('they begin with "A" (1), "B" (1)');
  expect(JSON.stringify(error!.hint)).toContain('"value":["A","B"]');
});
