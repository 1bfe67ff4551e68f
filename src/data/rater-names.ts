/** Names that say what a rater is likely to be. A name proves nothing: it is a reason to ask, before a model is counted among the people. */
import type { RaterKind } from './study.ts';

/** Makers and families of models, and what people call a judge: whole words of a name. */
const modelWords = words(
  'ai assistant bard bot chatbot chatgpt claude codestral cohere dbrx deepseek gemini gemma geval glm gpt grok internlm judge judgelm kimi ' +
    'llama llm lm minimax mistral mixtral model nemotron ollama openai palm pandalm perplexity pixtral prometheus qwen qwq vicuna wizardlm zephyr',
);
/** Models that share their name with people and things: a number must stand beside. */
const sharedWords = words('aya falcon flan granite haiku hermes jamba nova olmo opus orca phi reka sonnet starling tulu yi');
const openaiSeries = /^o[1-9]$/;

/** What stands for the right answer, or was made of the answers of others. */
const referenceWords = words(
  'adjudicated adjudication average avg consensus expected final gold golden goldlabel goldstandard groundtruth gt majority mean median mode oracle ' +
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
  const parts = name
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
  const bare = parts.map((part) => part.replace(/v?\d+[a-z]?$/, ''));
  const holds = (set: ReadonlySet<string>): boolean => parts.some((part) => set.has(part)) || bare.some((part) => set.has(part));
  if (
    holds(referenceWords) ||
    referenceNames.has(name.trim().toLowerCase()) ||
    parts.some((part, at) => referencePairs.has(`${part} ${parts[at + 1]}`))
  )
    return 'reference';
  const isModel = holds(modelWords) || (/\d/.test(name) && holds(sharedWords)) || parts.some((part) => openaiSeries.test(part));
  return isModel ? 'judge' : undefined;
}
