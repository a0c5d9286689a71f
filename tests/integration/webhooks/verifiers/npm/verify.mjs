// Verifies deliveries: JSON lines {secret, headers, body} in, "ok" or the error out. `v1` with the npm package; it knows
// no `v1a`, so that is plain Ed25519 of Node itself over what the specification signs.
import { createPublicKey, verify } from "node:crypto";
import { createInterface } from "node:readline";
import { Webhook } from "standardwebhooks";

function verifyAsymmetric(secret, headers, body) {
  const x = Buffer.from(secret.slice("whpk_".length), "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const content = Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`);
  const signatures = headers["webhook-signature"].split(" ").filter((one) => one.startsWith("v1a,"));
  if (!signatures.some((one) => verify(null, content, key, Buffer.from(one.slice(4), "base64")))) {
    throw new Error("no v1a signature is this key's");
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { secret, headers, body } = JSON.parse(line);
  try {
    if (secret.startsWith("whpk_")) verifyAsymmetric(secret, headers, body);
    else new Webhook(secret).verify(body, headers);
    console.log("ok");
  } catch (error) {
    console.log(String(error));
  }
}
