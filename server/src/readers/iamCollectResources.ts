import { message } from '../core/text/message';

import { notTold } from './foreignFormat';
import { firstText, fromAccountFolder, tagsIn } from './iamCollectStore';
import type { Store } from './iamCollectStore';
import { listText, withoutEmpty } from './nativeLayout';

/** The resources of an account as `resources.jsonc`; undefined when none were collected. `iam` is in the principals. */
export function readResources(store: Store, folder: string): string | undefined {
  const resources = new Map<string, unknown>();
  for (const service of store.below(folder)) {
    if (service !== 'iam') readFolder(store, `${folder}/${service}`, resources, 0);
  }
  return resources.size === 0 ? undefined : listText([...resources.values()]);
}

/** `SERVICE/REGION/TYPE/ID`, or less where a service has no regions: a resource is where its metadata are. */
function readFolder(store: Store, folder: string, resources: Map<string, unknown>, depth: number): void {
  if (depth > 6) return;
  const names = store.below(folder);
  if (names.includes('metadata.json') || names.includes('policy.json')) readResource(store, folder, resources);
  for (const name of names) readFolder(store, `${folder}/${name}`, resources, depth + 1);
}

function readResource(store: Store, folder: string, resources: Map<string, unknown>): void {
  const metadata = store.json(`${folder}/metadata.json`);
  const arn = firstText(metadata, 'arn');
  const policy = store.pathOf(`${folder}/policy.json`);
  if (arn === undefined) {
    if (policy === undefined) return;
    const file = store.pathOf(`${folder}/metadata.json`) ?? policy;
    const text = message('the metadata beside this policy tell no `arn`, so nobody knows whose it is');
    store.reader.report({ file, span: { start: 0, end: 0 } }, 'missing-field', 'warning', text);
    return;
  }
  if (resources.has(arn)) return;
  const tags = tagsIn(store.json(`${folder}/tags.json`));
  // Without a file it may have no policy, and it may not have been collected.
  resources.set(arn, withoutEmpty({ arn, policy: policy === undefined ? notTold : fromAccountFolder(policy), tags }));
}
