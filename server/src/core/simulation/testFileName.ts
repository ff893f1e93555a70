/** The name of a policy's tests, beside it: `bot.json` → `bot.iamtest.jsonc`; from the second on with a number. */
export function testFileName(policyFile: string, number = 1): string {
  const stem = policyFile.replace(/\.jsonc?$/i, '');
  return `${stem}${number === 1 ? '' : `-${number}`}.iamtest.jsonc`;
}
