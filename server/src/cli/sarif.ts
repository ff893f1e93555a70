import type { FindingType } from '../core/checks/check';
import { english } from '../core/text/message';

import type { FileFinding } from './checkFiles';

/**
 * Findings as SARIF 2.1.0, which code scanning services read. Lines and columns count from 1 there.
 * <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
 */
export function toSarif(findings: readonly FileFinding[], version: string): object {
  const rules = [...new Set(findings.map(({ code }) => code))].sort();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'gatehouse', version, rules: rules.map((id) => ({ id })) } },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => ({
          ruleId: finding.code,
          ruleIndex: rules.indexOf(finding.code),
          level: levels[finding.findingType],
          message: { text: english(finding.message) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: encodeURI(finding.file.replaceAll('\\', '/')) },
                region: {
                  startLine: finding.range.start.line + 1,
                  startColumn: finding.range.start.character + 1,
                  endLine: finding.range.end.line + 1,
                  endColumn: finding.range.end.character + 1,
                },
              },
            },
          ],
        })),
      },
    ],
  };
}

const levels: Readonly<Record<FindingType, string>> = {
  error: 'error',
  securityWarning: 'warning',
  warning: 'warning',
  suggestion: 'note',
};
