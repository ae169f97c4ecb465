/** A real OpenID Connect provider (oidc-provider from npm): whoever signs in as a phone number has that number. */
import { generateKeyPairSync } from 'node:crypto';
import http from 'node:http';
import Provider from 'oidc-provider';

const [client_id, client_secret] = ['unionhall', 'a secret: with/signs'];

/** Starts it; `env` is what the program needs to use it. */
export async function startProvider() {
  const server = http.createServer();
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  const provider = new Provider(issuer, {
    clients: [{ client_id, client_secret, redirect_uris: ['http://127.0.0.1:1/sign-in/oidc/back'], grant_types: ['authorization_code'], response_types: ['code'] }],
    jwks: { keys: [{ ...key, kid: 'rig', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['rig'] },
    claims: { openid: ['sub'], phone: ['phone_number', 'phone_number_verified'] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, phone_number: id, phone_number_verified: true }) }),
  });
  // The program's port is not known before the provider's address is.
  provider.Client.prototype.redirectUriAllowed = (uri) => /^http:\/\/127\.0\.0\.1:\d+\/sign-in\/oidc\/back$/.test(uri);
  server.on('request', provider.callback());
  return {
    issuer,
    env: {
      UNIONHALL_OIDC_ISSUER: issuer,
      UNIONHALL_OIDC_CLIENT_ID: client_id,
      UNIONHALL_OIDC_CLIENT_SECRET: client_secret,
      UNIONHALL_OIDC_NAME: '政务统一身份',
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
