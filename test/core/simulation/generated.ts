import type { Catalog } from '../../../server/src/core/catalog/catalog';
import { readPolicyText } from '../../../server/src/core/organization/policyLoader';
import type { PolicyType } from '../../../server/src/core/policy/policyType';
import { generateTests } from '../../../server/src/core/simulation/generateTests';
import type { GeneratedTests } from '../../../server/src/core/simulation/generateTests';
import { readTestPolicies } from '../../../server/src/core/simulation/readTestPolicies';
import { readTests } from '../../../server/src/core/simulation/readTests';
import { runTest } from '../../../server/src/core/simulation/runTest';
import type { TestOutcome } from '../../../server/src/core/simulation/runTest';
import { english } from '../../../server/src/core/text/message';
import { writeTestFile } from '../../../server/src/core/simulation/writeTests';

export interface GeneratedFile {
  readonly text: string;
  readonly tests: GeneratedTests;
  /** What is wrong with the text, and with the policies that it names. */
  readonly problems: readonly string[];
  readonly outcomes: readonly { readonly name: string; readonly outcome: TestOutcome }[];
}

/** The tests of a policy that stands by itself, written, read back and run. Undefined: there are none. */
export function generated(policyText: string, policyType: PolicyType, catalog: Catalog): GeneratedFile | undefined {
  const policy = readPolicyText(policyText);
  if (policy === undefined) return undefined;
  const tests = generateTests({ policy, policyType, file: 'policy.json', uri: 'memory:/policy.json', catalog });
  if (tests === undefined) return undefined;
  const text = writeTestFile(tests.file, { unit: '  ', newline: '\n' });
  const read = readTests(text);
  const { policies, problems } = readTestPolicies(read.policies, (written) =>
    written === 'policy.json' ? { name: 'policy', policy, uri: 'memory:/policy.json' } : undefined,
  );
  const urisOf = (file: string): readonly string[] => [`memory:/${file}`];
  const outcomes = read.cases.map((test) => ({
    name: test.name,
    outcome: runTest(test, { ground: { kind: 'policies', policies }, catalog, urisOf }),
  }));
  return { text, tests, problems: [...read.problems.map(({ message }) => english(message)), ...problems.map(english)], outcomes };
}
