import { CompletionItemKind } from 'vscode-languageserver-types';

import type { DecidedBy } from '../../core/evaluation/decision';
import { evaluate } from '../../core/evaluation/evaluate';
import type { PolicyInput, PolicySet } from '../../core/evaluation/request';
import type { Statement } from '../../core/policy/policy';
import { askOrganization } from '../../core/simulation/askOrganization';
import { decidingPolicy } from '../../core/simulation/decidingStatement';
import { inputsOf } from '../../core/simulation/standingRequest';
import { policiesByFile } from '../../core/simulation/policiesByFile';
import { accountIdOf } from '../../core/simulation/runTest';
import { message } from '../../core/text/message';

import type { Proposal } from '../completion/completionItem';
import type { LoadedOrganization } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';

import { pathFrom } from './surroundings';
import type { TestSurroundings } from './surroundings';
import type { WrittenRequest } from './writtenRequest';

/** More than this nobody reads in a list. */
const most = 300;

/**
 * The statements of all policies that bear on a test's requests as `by` names them; the one that decides now comes first, then those with the
 * effect that was decided. `test` is the URI of the test file.
 */
export function proposeStatements(
  requests: readonly WrittenRequest[],
  test: string,
  surroundings: TestSurroundings,
  { catalog, translate }: ServiceContext,
): readonly Proposal[] {
  const proposals = new Map<string, Proposal>();
  for (const request of requests) {
    const answer = answerTo(request, surroundings, catalog);
    if (answer === undefined) continue;
    const { policies, decidedBy } = answer;
    const deciding = decidingPolicy(policies, decidedBy);
    for (const input of inputsOf(policies)) {
      const file = writtenName(input, test, surroundings.loaded);
      if (file === undefined) continue;
      for (const statement of input.policy?.statements ?? []) {
        const decides = input === deciding && decidedBy?.statement === statement.index;
        const label = `${file}#${nameOf(statement, input)}`;
        const known = proposals.get(label);
        if (known !== undefined && !decides) continue;
        proposals.set(label, {
          label,
          kind: CompletionItemKind.Reference,
          ...(decides ? { detail: translate(message('decides now')) } : {}),
          description: [statement.effect ?? '', ...actionWords(statement)].join(' '),
          rank: `${decides ? '0' : '1'}${String(proposals.size).padStart(5, '0')}`,
          filter: label,
        });
      }
    }
  }
  return [...proposals.values()].slice(0, most);
}

interface Answered {
  readonly policies: PolicySet;
  readonly decidedBy: DecidedBy | null;
}

function answerTo(request: WrittenRequest, { ground }: TestSurroundings, catalog: ServiceContext['catalog']): Answered | undefined {
  if (ground === undefined) return undefined;
  const { resourceAccount, ...rest } = request;
  if (ground.kind === 'policies') {
    const owner = resourceAccount === undefined ? {} : { resourceAccount };
    return { policies: ground.policies, decidedBy: evaluate({ ...rest, ...owner }, ground.policies, catalog).decidedBy };
  }
  const { organization, load } = ground;
  const owner = resourceAccount === undefined ? undefined : accountIdOf(resourceAccount, organization);
  const answer = askOrganization({ ...rest, resourceAccount: owner }, { organization, load, catalog });
  return answer.kind === 'answered' ? { policies: answer.policies, decidedBy: answer.trace.decidedBy } : undefined;
}

/** A statement of a policy as `by` names it in a test file: `FILE#SID`, `FILE#NAME#INDEX`, `NAME#SID`; undefined where it has no name. */
export function statementNameIn(
  input: PolicyInput,
  index: number,
  test: string,
  loaded: LoadedOrganization | undefined,
): string | undefined {
  const file = writtenName(input, test, loaded);
  const statement = input.policy?.statements.find((one) => one.index === index);
  return file === undefined || statement === undefined ? undefined : `${file}#${nameOf(statement, input)}`;
}

/** The Sid, unless another statement before it has the same, which would be taken for it. */
function nameOf({ sid, index }: Statement, { policy }: PolicyInput): string {
  const isFirst = policy?.statements.find((other) => other.sid?.text === sid?.text)?.index === index;
  return sid === undefined || sid.text === '' || sid.text.includes('#') || !isFirst ? String(index) : sid.text;
}

function actionWords({ action }: Statement): readonly string[] {
  if (action === undefined) return [];
  const [first, ...others] = action.values.map(({ text }) => text);
  return [action.negated ? 'NotAction' : '', first ?? '', others.length === 0 ? '' : `+${others.length}`].filter((word) => word !== '');
}

/** What stands before the `#`: an ARN, a file, a file and the name of the policy in it. */
function writtenName({ uri, name }: PolicyInput, test: string, loaded: LoadedOrganization | undefined): string | undefined {
  // A policy without a place of its own is called by its name.
  if (uri === undefined || uri.startsWith('gatehouse:')) return name;
  if (!/^[a-z][\w+.-]*:\//i.test(uri)) return uri;
  const file = pathFrom(test, uri, loaded);
  const held = loaded?.organization === undefined ? [] : (policiesByFile(loaded.organization).get(file) ?? []);
  const isInside = held.some((used) => used.name === name && used.reference.kind === 'embedded');
  return isInside && name !== undefined ? `${file}#${name}` : file;
}
