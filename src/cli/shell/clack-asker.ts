/** The asker on a real terminal. Loaded by the first question, since no other command asks any. */
import { intro, isCancel, multiselect, outro, select, text } from '@clack/prompts';
import { type Asker, Cancelled, type Choice } from './asker.ts';

export function clackAsker(): Asker {
  return { begin: (title) => intro(title), chooseOne, chooseSome, writeLine, end: () => outro() };
}

async function chooseOne<Value extends string>(
  message: string,
  choices: readonly Choice<Value>[],
): Promise<Value> {
  return answered<string>(await select<string>({ message, options: [...choices] })) as Value;
}

async function chooseSome<Value extends string>(
  message: string,
  choices: readonly Choice<Value>[],
): Promise<readonly Value[]> {
  return answered<string[]>(
    await multiselect<string>({ message, options: [...choices], required: false }),
  ) as Value[];
}

async function writeLine(
  message: string,
  { preferred = '', example = '', fault }: Parameters<Asker['writeLine']>[1],
): Promise<string> {
  // An empty line may come as nothing at all.
  const meant = (line: string | undefined): string => (line ?? '').trim() || preferred;
  const validate = (line: string | undefined): string | undefined => {
    const needs = fault?.(meant(line));
    return needs === undefined ? undefined : `This needs ${needs}.`;
  };
  return meant(
    answered<string>(
      await text({ message, placeholder: preferred || example, defaultValue: preferred, validate }),
    ),
  );
}

function answered<Value>(answer: Value | symbol): Value {
  if (isCancel(answer)) throw new Cancelled();
  return answer as Value;
}
