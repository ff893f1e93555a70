import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Why the tests against a simulated AWS cannot run here; false where they can. */
export const withoutMoto: string | false =
  spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0
    ? false
    : 'there is no moto_server here (pip install moto[server])';

/** Credentials that no real AWS knows, and no other source of credentials. */
export const fakeCredentials: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  ...nobody(),
};

/** An environment in which nobody finds any credentials. */
export function nobody(): Readonly<Record<string, string>> {
  return { AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/nowhere/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials' };
}

export interface MotoServer {
  readonly endpoint: string;
  stop(): void;
}

/** A simulated AWS of its own on a free port. */
export async function startMoto(): Promise<MotoServer> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore', detached: true });
  const stop = (): void => {
    // A launcher may stand before it (pyenv), so the whole group goes.
    if (server.pid !== undefined) process.kill(-server.pid);
  };
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`moto_server ended with ${server.exitCode}`);
    if (await answers(`${endpoint}/moto-api/`)) return { endpoint, stop };
    await setTimeout(100);
  }
  stop();
  throw new Error('moto_server did not answer for 30 seconds');
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
