import path from 'node:path';

import type { Catalog } from '../../core/catalog/catalog';
import { sniffDocument } from '../../core/policy/sniffDocument';
import type { QuerySources } from '../../core/queries/organizationFrame';
import { parseJson } from '../../core/syntax/parseJson';
import { message } from '../../core/text/message';

import { readConfiguration } from '../configuration';
import { readTextFile } from '../files';

import { isWholeJson, policySources, typeOfPolicy } from './policyVersions';
import type { PolicyText } from './policyVersions';
import type { NotCompared, OneSided } from './report';
import type { OpenedSide } from './repositoryReport';

/** Changed policies that no organization has, ready to be compared. */
export interface PolicyPairs {
  readonly pairs: readonly { readonly place: string; readonly before: QuerySources; readonly after: QuerySources }[];
  readonly oneSided: OneSided;
  readonly notCompared: readonly NotCompared[];
}

interface PolicyQuestion {
  readonly before: OpenedSide;
  readonly after: OpenedSide;
  /** Paths from the root. */
  readonly changed: readonly string[];
  readonly catalog: Catalog;
}

/** Each policy by its type, the old text with the new one; one that only one version has decides nothing that could be compared. */
export function comparePolicies({ before, after, changed, catalog }: PolicyQuestion): PolicyPairs {
  const pairs: PolicyPairs['pairs'][number][] = [];
  const added: string[] = [];
  const removed: string[] = [];
  const notCompared: NotCompared[] = [];
  for (const place of changed) {
    if (!/\.(?:jsonc?|policy)$/i.test(place)) continue;
    const [old, now] = [policyAt(before, place), policyAt(after, place)];
    if (old === undefined && now === undefined) continue;
    if (old === undefined || now === undefined) {
      (old === undefined ? added : removed).push(place);
      continue;
    }
    if (old.text === now.text) continue;
    if (!isWholeJson(old.text) || !isWholeJson(now.text)) {
      notCompared.push({ place, reason: message('this cannot be read as a whole'), failed: true });
      continue;
    }
    const types = [typeIn(before, old), typeIn(after, now)] as const;
    const sources = policySources(old, now, types, catalog);
    if (sources !== undefined) pairs.push({ place, ...sources });
    else {
      const reason = message('what a policy of this type decides can be compared in an organization only');
      notCompared.push({ place, reason, failed: false });
    }
  }
  return { pairs, oneSided: { kind: 'policy', added, removed }, notCompared };
}

function policyAt({ root, files }: OpenedSide, place: string): PolicyText | undefined {
  const file = path.join(root, place);
  const read = files.includes(place) ? readTextFile(file) : undefined;
  if (read === undefined || 'problem' in read) return undefined;
  return sniffDocument(place, parseJson(read.text).root) === 'policy' ? { file, text: read.text } : undefined;
}

function typeIn({ organizations }: OpenedSide, policy: PolicyText) {
  return typeOfPolicy(policy, readConfiguration(path.dirname(policy.file)), organizations);
}
