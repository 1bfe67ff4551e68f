/** Numbers on the command line, checked where they are given. */
import { InvalidArgumentError } from 'commander';

export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`It is a whole number, ${least} or more.`);
    return value;
  };
}

export function coverageLevel(text: string): number {
  const value = Number(text);
  if (!(value > 0.5 && value < 1))
    throw new InvalidArgumentError('It is a number between 0.5 and 1, such as 0.95.');
  return value;
}
