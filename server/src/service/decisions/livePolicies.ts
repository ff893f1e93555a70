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
}

/** Open buffers win over files. */
export function createLivePolicies(documents: DocumentStore): LivePolicies {
  /** Policy files that somebody asked for, and where else than in a buffer their text is. */
  const files = new Map<string, { readonly textOf: () => string | undefined; text: string | undefined; policy: Policy | undefined }>();
  const loaders = new WeakMap<LoadedOrganization, LoadPolicy>();

  function policyOf(uri: string): Policy | undefined {
    const document = documents.get(uri);
    if (document !== undefined) return readablePolicy(document);
    const file = files.get(uri);
    if (file === undefined) return undefined;
    const text = file.textOf();
    if (text !== file.text) {
      file.text = text;
      file.policy = readPolicyText(text);
    }
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
      files.set(uri, { text: known?.text, policy: known?.policy, textOf });
      return { policy: policyOf(uri), uri };
    };
  }

  return {
    loaderOf(loaded, texts) {
      const loader = loaders.get(loaded) ?? createLoader(loaded, texts);
      loaders.set(loaded, loader);
      return loader;
    },
    now(input) {
      if (input.uri === undefined || !files.has(input.uri)) return input;
      const policy = policyOf(input.uri);
      return policy === input.policy ? input : { ...input, policy };
    },
  };
}

/** The policy of a document; undefined when it is no JSON object or broken, for then nobody knows what it would say. */
export function readablePolicy({ syntax, policy }: OpenDocument): Policy | undefined {
  const broken =
    syntax.root?.kind !== 'object' || syntax.problems.some(({ code }) => code === 'invalid-json' || code === 'nesting-too-deep');
  return broken ? undefined : policy;
}
