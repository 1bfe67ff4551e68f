/**
 * A call that breaks the rule of a function in `stats`: wrong size, wrong range, wrong kind. The message is
 * one line: rule; received value at place.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
}
