/** Names of columns that say how sure somebody was. */
const named = /conf(?:idence)?|certain|prob(?:ability)?(?!_source)|likelihood|(?:^|[ _.-])p(?:$|[ _.-])/i;
const otherwise = /inclusion|selection|sampling|prob_source/i;

/** A chance of being drawn is none of these. */
export function isNamedConfidence(name: string): boolean {
  return named.test(name) && !otherwise.test(name);
}
