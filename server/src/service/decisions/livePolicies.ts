import type { CatalogTexts } from '../../core/catalog/catalog';
import type { PolicyInput } from '../../core/evaluation/request';
import { createPolicyLoader, readPolicyText } from '../../core/organization/policyLoader';
import type { LoadedPolicy, LoadPolicy } from '../../core/organization/policyLoader';
import type { Policy } from '../../core/policy/policy';

import type { DocumentStore, OpenDocument } from '../documentStore';
import type { LoadedOrganization } from '../organizationIndex';
import { normaliseUri } from '../uris';
import { managedPolicyUriOf } from '../virtualDocuments';

/** Policies with the texts of now: as long as a text stays the same, so does the object, and whatever was made of it holds. */
export interface LivePolicies {
  /** Loads the policies of an organization. What is embedded in its files changes with the organization, which is another then. */
  loaderOf(loaded: LoadedOrganization, texts: CatalogTexts): LoadPolicy;
  /** A policy file with its text of now; anything else as it is. */
  now(input: PolicyInput): PolicyInput;
  /** A document has another text. */
  changed(uri: string): void;
}

/** A policy file that somebody asked for. */
interface PolicyFile {
  readonly loaded: LoadedOrganization;
  /** Where else than in a buffer its text is. */
  readonly textOf: () => string | undefined;
  text: string | undefined;
  policy: Policy | undefined;
  isRead: boolean;
}

/** Open buffers win over files. */
export function createLivePolicies(documents: DocumentStore): LivePolicies {
  /** Policy files that somebody asked for, and where else than in a buffer their text is. */
  const files = new Map<string, PolicyFile>();
  const loaders = new WeakMap<LoadedOrganization, LoadPolicy>();

  /** Asked for each of thousands of requests, so a text that nobody said has changed is not looked at. */
  function policyOf(uri: string, file: PolicyFile): Policy | undefined {
    if (file.isRead) return file.policy;
    const document = documents.get(uri);
    const text = document?.text ?? file.textOf();
    if (document !== undefined) file.policy = readablePolicy(document);
    else if (text !== file.text) file.policy = readPolicyText(text);
    file.text = text;
    file.isRead = true;
    return file.policy;
  }

  function createLoader(loaded: LoadedOrganization, texts: CatalogTexts): LoadPolicy {
    const others = createPolicyLoader({
      files: loaded.files,
      managedPolicyDocument: (name) => texts.managedPolicyDocument(name),
      uriOfFile: (file) => loaded.uriOf(file),
      uriOfManagedPolicy: managedPolicyUriOf,
    });
    return (reference): LoadedPolicy | undefined => {
      if (reference.kind !== 'file') return others(reference);
      const uri = normaliseUri(loaded.uriOf(reference.file));
      const textOf = (): string | undefined => loaded.files.read(reference.file);
      const known = files.get(uri);
      // Of an organization that was read again the files may have changed.
      const file = known?.loaded === loaded ? known : { loaded, textOf, text: known?.text, policy: known?.policy, isRead: false };
      files.set(uri, file);
      return { policy: policyOf(uri, file), uri };
    };
  }

  return {
    loaderOf(loaded, texts) {
      const loader = loaders.get(loaded) ?? createLoader(loaded, texts);
      loaders.set(loaded, loader);
      return loader;
    },
    now(input) {
      const file = input.uri === undefined ? undefined : files.get(input.uri);
      if (input.uri === undefined || file === undefined) return input;
      const policy = policyOf(input.uri, file);
      return policy === input.policy ? input : { ...input, policy };
    },
    changed(uri) {
      const file = files.get(uri);
      if (file !== undefined) file.isRead = false;
    },
  };
}

/** The policy of a document; undefined when it is no JSON object or broken, for then nobody knows what it would say. */
export function readablePolicy({ syntax, policy }: OpenDocument): Policy | undefined {
  const broken =
    syntax.root?.kind !== 'object' || syntax.problems.some(({ code }) => code === 'invalid-json' || code === 'nesting-too-deep');
  return broken ? undefined : policy;
}
