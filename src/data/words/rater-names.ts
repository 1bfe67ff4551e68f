/**
 * Names that say what a rater is likely to be. A name proves nothing: it is a reason to ask, before a model
 * is counted among the people.
 */
import type { RaterKind } from '../study/rater-kind.ts';

/** Makers and families of models, and what people call a judge: whole words of a name. */
const modelWords = words(
  'ai assistant auto autoeval autorater bard bot chatbot chatgpt claude codestral cohere dbrx ' +
    'deepseek gemini gemma geval glm gpt grok internlm judge judgelm kimi ' +
    'llama llm lm minimax mistral mixtral model nemotron ollama moonshot davinci eval evals openai ' +
    'palm pandalm perplexity pixtral prometheus qwen qwq vicuna wizardlm zephyr',
);
/** Models that share their name with people and things: only a number with it makes it a model. */
const sharedWords = words(
  'aya falcon flan granite haiku hermes jamba nova olmo opus orca phi reka sonnet starling tulu yi',
);
/** A number, a version or a word grown together with the name: o3, gpt4turbo, llmjudge. */
const joined = /^o[1-9]$|^(?:gpt|claude|gemini|gemma|llama|qwen|deepseek|mistral|mixtral)\d|^llm|judge$/;
const modelPairs = new Set(['command r', 'nova lite', 'nova micro', 'nova pro']);

/** Whole names: of a column that holds what a program said. */
const judgeNames = words('decision output pred predicted prediction score verdict');
/** What stands for the right answer, or was made of the answers of others. */
const referenceWords = words(
  'adjudicated adjudication adjudicator average avg consensus expected final gold golden goldlabel ' +
    'goldstandard groundtruth gt majority mean median mode oracle ' +
    'reference referencelabel truth',
);
/** Whole names: a column of people is seldom called so. */
const referenceNames = words('answer answers correct label labels result solution target');
const referencePairs = new Set(['answer key', 'correct answer', 'correct label', 'true label', 'y true']);

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** What the name suggests that the rater is; undefined for a name that suggests nothing but a person. */
export function kindByName(name: string): Exclude<RaterKind, 'human'> | undefined {
  // Both as it is written and by its capitals: DeepSeek is one word, goldLabel is two.
  const parts = [name, name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')].flatMap((text) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((part) => part !== ''),
  );
  const whole = name.trim().toLowerCase();
  const bare = parts.map((part) => part.replace(/(?:v|(?<!\d))\d+[a-z]?$/, ''));
  const holds = (set: ReadonlySet<string>): boolean =>
    parts.some((part) => set.has(part)) || bare.some((part) => set.has(part));
  if (
    holds(referenceWords) ||
    referenceNames.has(whole) ||
    parts.some((part, at) => referencePairs.has(`${part} ${parts[at + 1]}`))
  )
    return 'reference';
  const isModel =
    judgeNames.has(whole) ||
    holds(modelWords) ||
    (/\d/.test(name) && holds(sharedWords)) ||
    parts.some((part, at) => joined.test(part) || modelPairs.has(`${part} ${parts[at + 1]}`));
  return isModel ? 'judge' : undefined;
}
