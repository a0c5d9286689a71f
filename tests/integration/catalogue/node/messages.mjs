// Reads HTTP messages [{headers, body}] on standard input with the official SDK and says which events are in each.
import { readFileSync } from "node:fs";
import { HTTP } from "cloudevents";

const seen = JSON.parse(readFileSync(0, "utf8")).map((message) => {
  const events = [HTTP.toEvent(message)].flat();
  for (const event of events) event.validate();
  return events.map(({ id, type, source, subject, region, sequence, data }) => ({ id, type, source, subject, region, sequence, data }));
});
console.log(JSON.stringify(seen));
