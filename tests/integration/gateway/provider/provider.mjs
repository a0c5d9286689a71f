// A certified OpenID Connect provider with one client: ours. Its key is drawn at each start, as after a rotation.
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import Provider from 'oidc-provider'

const { port, client } = JSON.parse(process.argv[2])
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const key = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'ES256' }
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ ...client, id_token_signed_response_alg: 'ES256' }],
  jwks: { keys: [key] },
  cookies: { keys: [randomUUID()] },
  pkce: { required: () => true },
  claims: { openid: ['sub', 'acr', 'amr'] },
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  // Here our gateway has an address of this machine, which the provider's own dispatcher refuses, and takes its time.
  fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined, signal: AbortSignal.timeout(60_000) }),
  interactions: { url: (_ctx, { uid }) => `/login/${uid}` },
  // Nobody is asked whether the county's platform may know who they are.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
    grant.addOIDCScope('openid')
    await grant.save()
    return grant
  },
})
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/login/')) return next()
  const { person, amr } = ctx.query
  ctx.respond = false
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: person, amr: amr?.split(',') } })
})
provider.on('backchannel.error', (_ctx, error) => console.error(error))
provider.on('server_error', (_ctx, error) => console.error(error))
provider.listen(port, '127.0.0.1', () => console.log('ready'))
