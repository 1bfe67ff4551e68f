/** An asker for tests: the answers are handed in, and the questions are kept. */
import { type Asker, Cancelled } from './asker.ts';

/** A choice or a line, or several choices; `ENTER` is Enter alone, `ESCAPE` is giving up. */
export type ScriptedAnswer = string | readonly string[];

export interface ScriptedAsker extends Asker {
  readonly questions: readonly string[];
  /** What was said of lines that would not do. */
  readonly faults: readonly string[];
}

/** Answers in order. When they have run out, the person gives up: a question too many does not go unseen. */
export function scriptedAsker(answers: readonly ScriptedAnswer[]): ScriptedAsker {
  const questions: string[] = [];
  const faults: string[] = [];
  const left = [...answers];
  const next = (question: string): ScriptedAnswer => {
    questions.push(question);
    const answer = left.shift() ?? 'ESCAPE';
    if (answer === 'ESCAPE') throw new Cancelled();
    return answer;
  };
  const offered = (wanted: readonly string[], choices: readonly { value: string }[]): never => {
    const stranger = wanted.find((value) => !choices.some((choice) => choice.value === value));
    if (stranger !== undefined) throw new Error(`"${stranger}" is not offered by: ${questions.at(-1)}`);
    return wanted as never;
  };
  return {
    questions,
    faults,
    begin: () => {},
    chooseOne: async (question, choices) => {
      const answer = next(question);
      return offered([answer === 'ENTER' ? choices[0].value : String(answer)], choices)[0];
    },
    chooseSome: async (question, choices) => {
      const answer = next(question);
      return offered(answer === 'ENTER' ? [] : [answer].flat(), choices);
    },
    writeLine: async (question, { preferred = '', fault }) => {
      for (;;) {
        const answer = next(question);
        const line = answer === 'ENTER' ? preferred : String(answer).trim() || preferred;
        const needs = fault?.(line);
        if (needs === undefined) return line;
        faults.push(needs);
      }
    },
    end: () => {},
  };
}
