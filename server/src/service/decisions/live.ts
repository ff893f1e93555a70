import type { DecidedBy, Decision } from '../../core/evaluation/decision';
import type { TraceDescription } from '../../core/evaluation/describeTrace';
import type { PolicySet } from '../../core/evaluation/request';
import type { Trace } from '../../core/evaluation/trace';
import type { TestCase } from '../../core/simulation/readTests';
import type { Judgement } from '../../core/simulation/runTest';
import type { Message } from '../../core/text/message';
import type { Span } from '../../core/text/span';
import type { Range, RememberedRequest } from '../../protocol/requests';
import type { LoadedOrganization } from '../organizationIndex';
import type { ServiceContext } from '../serviceContext';
import type { QuestionGround } from '../simulation/question';

/** Something that was asked and is answered again whenever a text changes that bears on it. */
export type LiveRequest =
  | {
      readonly kind: 'test';
      /** The test file, normalised. */
      readonly uri: string;
      /** Place of the test in its file, and of the case in the test. */
      readonly index: number;
      readonly caseIndex: number;
      readonly test: TestCase;
      readonly range: Range;
      /** It does not say yet what it expects. */
      readonly isDraft: boolean;
    }
  | {
      readonly kind: 'remembered';
      /** The policy about which it was asked, normalised. */
      readonly uri: string;
      readonly remembered: RememberedRequest;
    };

/** A statement that decided. */
export interface DecidingStatement {
  /** Undefined: it stands nowhere that can be opened. */
  readonly uri: string | undefined;
  readonly index: number;
  readonly span: Span;
  /** `policy#Sid`. */
  readonly name: string;
}

/** A request with the answer of now. */
export type LiveAnswer =
  | {
      readonly kind: 'decided';
      readonly request: LiveRequest;
      readonly decision: Decision;
      readonly policies: PolicySet;
      /** Of a test: whether it came out as it should. */
      readonly judgement: Judgement | undefined;
      /** What decided, in the words of the contract. */
      decidedBy(): DecidedBy | null;
      /** The statement that decided, if one did, with the document that it stands in. */
      statement(): DecidingStatement | undefined;
      /** Every reason, made when asked for. */
      trace(): Trace;
      describe(): TraceDescription;
    }
  /** It cannot be asked: its principal is nobody, its `by` names no statement. */
  | { readonly kind: 'unclear'; readonly request: LiveRequest; readonly reason: Message };

/** A test file as it is now. */
export interface LiveTestFile {
  readonly uri: string;
  /** What is wrong with the file or its ground; the tests that can be understood are there. */
  readonly problems: readonly { readonly message: Message; readonly range: Range | undefined }[];
  readonly requests: readonly Extract<LiveRequest, { readonly kind: 'test' }>[];
  /** Tests that do not say yet what they expect. */
  readonly drafts: readonly Extract<LiveRequest, { readonly kind: 'test' }>[];
  /** The organization that is asked, if one is. */
  readonly loaded: LoadedOrganization | undefined;
  /** Accounts and policy types that a case has to do with, `account:pipeline`, `type:scp`; no more than is known without deciding. */
  tagsOf(request: LiveRequest): readonly string[];
}

/** The tests of the workspace and the remembered requests, answered with the texts of now; only what a change reaches is decided again. */
export interface LiveDecisions {
  /** A text changed, came or went; undefined: anything may have. */
  changed(uri: string | undefined): void;
  /** Whether a change of a document may be one of answers that are shown elsewhere. */
  reaches(uri: string): boolean;
  remember(uri: string, requests: readonly RememberedRequest[]): void;
  /** The requests on which a policy has a say. `waiting`: so many are not decided yet, and the lens is asked for again when they are. */
  concerning(uri: string, context: ServiceContext): Promise<{ readonly answers: readonly LiveAnswer[]; readonly waiting: number }>;
  /** Without deciding anything. */
  testFiles(context: ServiceContext): Promise<readonly LiveTestFile[]>;
  testFile(uri: string, context: ServiceContext): Promise<LiveTestFile | undefined>;
  /** What a file of tests is asked of; undefined for any other file, and where that cannot be read. */
  groundOf(uri: string, context: ServiceContext): Promise<QuestionGround | undefined>;
  /** Decides requests, in slices so that typing never waits. Fewer answers than requests: it was cancelled, or a request is gone. */
  decide(requests: readonly LiveRequest[], context: ServiceContext, isCancelled: () => boolean): Promise<readonly LiveAnswer[]>;
}
