// Reads a batch of CloudEvents on standard input with the official SDK and says what is in it.
import { readFileSync } from "node:fs";
import { HTTP } from "cloudevents";

const headers = { "content-type": "application/cloudevents-batch+json" };
const events = HTTP.toEvent({ headers, body: readFileSync(0, "utf8") });
for (const event of events) event.validate();
console.log(JSON.stringify(events.map(({ id, type, source, subject, region, sequence }) => ({ id, type, source, subject, region, sequence }))));
