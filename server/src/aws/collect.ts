import { setMaxListeners } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import { isRecord } from '../core/catalog/catalogData';
import { itemsOf, textOf } from '../core/organization/awsCalls';
import type { CallLine, Item } from '../core/organization/awsCalls';
import { policyTypeConstants } from '../core/organization/organizationPolicyTypes';
import { message } from '../core/text/message';
import type { Message } from '../core/text/message';

import { ask, askFirst } from './ask';
import type { AskOptions, CollectReport } from './ask';
import type { AwsCalls, CallInput, Operation } from './calls';
import { inOrder } from './inOrder';
import { readPrincipals } from './principals';
import { AwsError } from './trouble';

export interface CollectOptions {
  /** A role, by name or by path and name, that every account has: with it the users and roles of all accounts are read. */
  readonly memberRole?: string;
  /** Calls at a time. AWS Organizations answers few a second. */
  readonly parallel?: number;
  /** How to wait; ends early when the signal is aborted. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** What every part of the work needs. */
export interface Collector {
  readonly calls: AwsCalls;
  readonly ask: AskOptions;
  readonly parallel: number;
  /** That a call was answered, or given up. */
  done(text: Message): void;
  /** So many calls are still to come. */
  expect(calls: number): void;
}

/** An account that AWS named. */
export interface FoundAccount {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
}

export type Lines = AsyncGenerator<CallLine, void, undefined>;
type Question = readonly [operation: Operation, input: CallInput];

/**
 * Asks AWS, by calls that only read, for all that it knows of an organization, as lines for `importAwsOutputs`. Lines come in an order that
 * depends on the organization alone. What a call was refused is told to `report` and missing from the lines, so it stays unknown. Throws an
 * `AwsError` where there is nothing to be read at all, and the reason of the signal when that is aborted.
 */
export async function* collectOrganization(calls: AwsCalls, options: CollectOptions, report: CollectReport, signal: AbortSignal): Lines {
  const role = options.memberRole?.replace(/^\//, '');
  if (role !== undefined && !/^[\w+=,.@/-]{1,512}$/.test(role)) throw new AwsError(message('`{0}` is no name of a role', role));
  // Every call that is under way listens several times, on a signal that is only ours.
  const listened = AbortSignal.any([signal]);
  setMaxListeners(0, listened);
  const collector = createCollector(calls, options, report, listened);
  const organization = await askFirst(calls, 'describe-organization', collector.ask);
  yield* organization;
  const roots = await askFirst(calls, 'list-roots', collector.ask);
  yield* roots;
  const accounts = new Map<string, FoundAccount>();
  yield* readTree(collector, idsIn(roots, 'Roots'), accounts);
  const policies = new Map<string, string>();
  yield* readPolicyLists(collector, policies);
  collector.expect(2 * policies.size + accounts.size + organizationWide.length + (role === undefined ? 1 : accounts.size));
  yield* readPolicies(collector, policies);
  yield* readOrganizationWide(collector);
  const tagged = [...accounts.keys()].map((ResourceId): Question => ['list-tags-for-resource', { ResourceId }]);
  yield* answers(collector, tagged, message('Tags of accounts'));
  yield* readPrincipals(collector, [...accounts.values()], partitionOf(organization), role);
}

function createCollector(calls: AwsCalls, options: CollectOptions, report: CollectReport, signal: AbortSignal): Collector {
  let done = 0;
  let total: number | undefined;
  return {
    calls,
    ask: { sleep: options.sleep ?? sleepFor, note: (note) => report.note(note), signal },
    parallel: Math.max(1, options.parallel ?? 4),
    done(text) {
      done++;
      report.progress({ done, text, ...(total === undefined ? {} : { total: Math.max(total, done) }) });
    },
    expect(more) {
      total = (total ?? done) + more;
    },
  };
}

const sleepFor = (milliseconds: number, signal: AbortSignal): Promise<void> => setTimeout(milliseconds, undefined, { signal });

/** The lines of many calls; `look` sees each call's before they are given. */
async function* answers(
  collector: Collector,
  questions: readonly Question[],
  text: Message,
  look: (lines: readonly CallLine[]) => void = () => undefined,
): Lines {
  const answer = async ([operation, input]: Question): Promise<readonly CallLine[]> => {
    const lines = await ask(collector.calls, operation, input, collector.ask);
    collector.done(text);
    return lines;
  };
  for await (const lines of inOrder(questions, collector.parallel, answer)) {
    look(lines);
    yield* lines;
  }
}

async function* readTree(collector: Collector, roots: readonly string[], accounts: Map<string, FoundAccount>): Lines {
  const look = (lines: readonly CallLine[]): void => {
    for (const account of itemsIn(lines, 'Accounts')) {
      const id = textOf(account, 'Id');
      const isActive = (textOf(account, 'State') || textOf(account, 'Status')) === 'ACTIVE';
      if (id !== '') accounts.set(id, { id, name: textOf(account, 'Name'), isActive });
    }
  };
  yield* answers(collector, [['list-accounts', {}]], message('Accounts'), look);
  const seen = new Set(roots);
  for (let level = [...roots]; level.length > 0;) {
    const below: string[] = [];
    const questions = level.flatMap((ParentId): readonly Question[] => [
      ['list-organizational-units-for-parent', { ParentId }],
      ['list-accounts-for-parent', { ParentId }],
    ]);
    yield* answers(collector, questions, message('Organizational units'), (lines) => {
      look(lines);
      below.push(...idsIn(lines, 'OrganizationalUnits').filter((id) => !seen.has(id)));
      for (const id of below) seen.add(id);
    });
    level = below;
  }
}

/** A type that this part of AWS does not know is refused by it, and noted as any other call. */
async function* readPolicyLists(collector: Collector, found: Map<string, string>): Lines {
  const questions = policyTypeConstants.map((Filter): Question => ['list-policies', { Filter }]);
  yield* answers(collector, questions, message('Policies'), (lines) => {
    for (const line of lines) for (const id of idsIn([line], 'Policies')) found.set(id, textOf(line.in, 'Filter'));
  });
}

/** Of policies with their types by id. */
async function* readPolicies(collector: Collector, policies: ReadonlyMap<string, string>): Lines {
  const questions = [...policies.keys()].flatMap((PolicyId): readonly Question[] => [
    ['describe-policy', { PolicyId }],
    ['list-targets-for-policy', { PolicyId }],
  ]);
  const attached = new Map<string, Set<string>>();
  yield* answers(collector, questions, message('Policies'), (lines) => {
    for (const line of lines) {
      const policy = textOf(line.in, 'PolicyId');
      for (const target of itemsOf(line.out, 'Targets')) {
        const key = `${policies.get(policy) ?? ''} ${textOf(target, 'TargetId')}`;
        attached.set(key, (attached.get(key) ?? new Set()).add(policy));
      }
    }
  });
  yield* readOrder(collector, attached);
}

/**
 * The first of several declarative policies at one place wins, and only the list of a place has their order. It is a call for each type and
 * place, so the places with one policy are left out, and the types whose order means nothing.
 */
async function* readOrder(collector: Collector, attached: ReadonlyMap<string, ReadonlySet<string>>): Lines {
  const questions = [...attached].flatMap(([key, policies]): readonly Question[] => {
    const [Filter = '', TargetId = ''] = key.split(' ');
    const isOrdered = Filter !== 'SERVICE_CONTROL_POLICY' && Filter !== 'RESOURCE_CONTROL_POLICY';
    return isOrdered && policies.size > 1 ? [['list-policies-for-target', { Filter, TargetId }]] : [];
  });
  collector.expect(questions.length);
  yield* answers(collector, questions, message('Policies'));
}

const organizationWide: readonly Question[] = [
  ['list-delegated-administrators', {}],
  ['list-aws-service-access-for-organization', {}],
  ['describe-resource-policy', {}],
  ['list-handshakes-for-organization', {}],
];

async function* readOrganizationWide(collector: Collector): Lines {
  const administrators: string[] = [];
  const text = message('Delegated administrators and trusted services');
  const look = (lines: readonly CallLine[]): void => void administrators.push(...idsIn(lines, 'DelegatedAdministrators'));
  yield* answers(collector, organizationWide, text, look);
  collector.expect(administrators.length);
  const questions = administrators.map((AccountId): Question => ['list-delegated-services-for-account', { AccountId }]);
  yield* answers(collector, questions, text);
}

/** `aws`, `aws-cn`, `aws-us-gov`, …: that of the organization's ARN. */
function partitionOf(organization: readonly CallLine[]): string {
  const described = organization[0]?.out['Organization'];
  const arn = isRecord(described) ? textOf(described, 'Arn') : '';
  return /^arn:([a-z-]+):/.exec(arn)?.[1] ?? 'aws';
}

function itemsIn(lines: readonly CallLine[], list: string): readonly Item[] {
  return lines.flatMap(({ out }) => itemsOf(out, list));
}

function idsIn(lines: readonly CallLine[], list: string): readonly string[] {
  return itemsIn(lines, list)
    .map((item) => textOf(item, 'Id'))
    .filter((id) => id !== '');
}
