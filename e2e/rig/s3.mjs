/** A real S3 server (s3rver from npm) with one bucket, which tests may make slow or silent. */
import S3rver from '@20minutes/s3rver';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const bucket = 'unionhall';
/** The key pair that the server knows. */
const [key, secret] = ['S3RVER', 'S3RVER'];

/**
 * Starts it behind a relay: `env` is what the program needs to use it; `hold(true)` lets connections come and answers nothing,
 * `slow(ms)` lets each connection wait first; `objects()` lists what lies in the bucket.
 */
export async function startS3() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'unionhall-s3-'));
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: folder, configureBuckets: [{ name: bucket, configs: [] }] });
  const address = await server.run();
  let held = false;
  let pause = 0;
  const open = new Set();
  const relay = net.createServer((client) => {
    open.add(client);
    client.on('error', () => {}).on('close', () => open.delete(client));
    if (held) return;
    setTimeout(() => {
      if (client.destroyed) return;
      const behind = net.connect(address.port, '127.0.0.1');
      behind.on('error', () => client.destroy()).on('close', () => client.destroy());
      client.on('close', () => behind.destroy());
      client.pipe(behind).pipe(client);
    }, pause);
  });
  await new Promise((ready) => relay.listen(0, '127.0.0.1', ready));
  return {
    env: {
      UNIONHALL_S3_ENDPOINT: `http://127.0.0.1:${relay.address().port}`,
      UNIONHALL_S3_BUCKET: bucket,
      UNIONHALL_S3_KEY: key,
      UNIONHALL_S3_SECRET: secret,
    },
    hold(still) {
      held = still;
      for (const client of open) client.destroy();
    },
    slow(ms) {
      pause = ms;
      for (const client of open) client.destroy();
    },
    objects: () => fs.readdirSync(path.join(folder, bucket), { recursive: true }).filter((file) => file.endsWith('_object')),
    async stop() {
      for (const client of open) client.destroy();
      relay.close();
      await server.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
