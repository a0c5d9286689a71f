// Reads an AsyncAPI document on standard input and says what the official parser makes of it.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";

const { document, diagnostics } = await new Parser().parse(readFileSync(0, "utf8"));
const errors = diagnostics.filter((one) => one.severity === 0);
const channels = document?.allChannels().all().map((channel) => channel.address()) ?? [];
const messages = document?.allMessages().all().map((message) => message.name()) ?? [];
console.log(JSON.stringify({ errors, channels, messages }));
