import { expect, test } from 'vitest';
import { kindByName } from './rater-names.ts';

test.each([
  'gpt-4o-mini',
  'GPT4',
  'gpt',
  'chatgpt',
  'claude-3-opus',
  'Claude Sonnet 4',
  'gemini_pro',
  'llama3:8b',
  'meta/Llama-3.1-70B',
  'mistralai/Mixtral-8x7B',
  'qwen2.5',
  'o3-mini',
  'deepseek-r1',
  'phi-4',
  'llm',
  'LLM judge',
  'judge',
  'judge_1',
  'myJudge',
  'model-a',
  'my-bot',
  'prometheus',
  'geval',
  'auto_eval',
  'verdict',
  'Prediction',
  'DeepSeek-V3',
  'LLaMA-3-70B',
  'QwQ-32B',
  'MiniMax-M1',
  'GPT4Turbo',
  'claude3opus',
  'llmjudge',
  'command-r',
  'Nova Pro',
])('%s is named like a model', (name) => {
  expect(kindByName(name)).toBe('judge');
});

test.each([
  'Final',
  'label',
  'Expected',
  'GT',
  'y_true',
  'answer key',
  'avg_score',
  'gold',
  'Gold_Label',
  'ground_truth',
  'groundTruth',
  'reference',
  'true_label',
  'consensus',
])('%s is named like a reference', (name) => {
  expect(kindByName(name)).toBe('reference');
});

test.each([
  'ann',
  'bo',
  'Çelik',
  'Anna Müller',
  'worker-17',
  'A1B2C3D4',
  'rater3',
  'annotator_2',
  'nova',
  'Yi Chen',
  'Philip',
  'Botros',
  'Goldberg',
  'Abbot',
  'Aiko',
  'olga1',
  'o',
  'user 4',
  '42',
  'r1',
  'Trudy',
  'modeler',
  'Otto',
  'Evaline',
  'y',
  'Finley',
  'Labelle',
])('%s is the name of a person as well as of anything else', (name) => {
  expect(kindByName(name)).toBeUndefined();
});

test('a name of a hundred thousand digits is looked at once', () => {
  const began = performance.now();
  expect(kindByName(`${'1'.repeat(200_000)}é`)).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(2000);
});
