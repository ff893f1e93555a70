import { lowerPolicy } from '../../server/src/core/policy/lowerPolicy';
import { parseJson } from '../../server/src/core/syntax/parseJson';
import { realCatalog, realCatalogTexts } from '../support/realCatalog';

let known: readonly string[] | undefined;

/** The statements of AWS's managed policies, one after the other. */
function statements(): readonly string[] {
  const texts = realCatalogTexts();
  return (known ??= realCatalog()
    .managedPolicies()
    .flatMap(({ arn }) => {
      const policy = texts.managedPolicyDocument(arn) ?? '';
      return lowerPolicy(parseJson(policy).root).statements.map((statement) =>
        JSON.stringify(JSON.parse(policy.slice(statement.start, statement.end)), undefined, 2).replace(/\n/g, '\n    '),
      );
    }));
}

/** Statements of AWS's managed policies in one document of at most that size, as an export has them; `first`: where to begin. */
export function policyOfSize(bytes: number, first = 0): string {
  const all = statements();
  const chosen: string[] = [];
  let size = 60;
  for (let index = first; ; index++) {
    const text = all[index % all.length] ?? '';
    size += text.length + 6;
    if (size > bytes && chosen.length > 0)
      return `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${chosen.join(',\n    ')}\n  ]\n}\n`;
    chosen.push(text);
  }
}
