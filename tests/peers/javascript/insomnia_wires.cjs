// Stands in for the libcurl that Insomnia's CLI sends with, whose ready-made binary is in no package: what libcurl is
// told to send is sent by Node. What is sent, and how it is signed, stays Insomnia's affair.
const { EventEmitter } = require("events");
const http = require("http");
const Module = require("module");

const names = new Proxy({}, { get: (_, name) => name });

class Curl extends EventEmitter {
  static option = names;
  static info = names;
  given = {};

  setOpt(name, value) {
    this.given[name] = value;
  }

  getInfo(name) {
    return name === "EFFECTIVE_URL" ? this.given.URL : 0;
  }

  enable() {}

  close() {}

  perform() {
    const { URL: url, CUSTOMREQUEST, POST, HTTPHEADER, POSTFIELDS, WRITEFUNCTION } = this.given;
    const headers = {};
    for (const line of HTTPHEADER) {
      const [, name, value] = line.match(/^([^:;]+)[:;]\s*(.*)$/);
      if (value) headers[name] = value; // a name alone takes a header of libcurl's own away
    }
    const request = http.request(url, { method: CUSTOMREQUEST ?? (POST ? "POST" : "GET"), headers }, (answer) => {
      const pairs = answer.rawHeaders.flatMap((word, at, all) => (at % 2 ? [] : [`${word}: ${all[at + 1]}`]));
      const head = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`, ...pairs, "", ""].join("\r\n");
      answer.on("data", WRITEFUNCTION);
      answer.on("end", () => this.emit("end", answer.statusCode, "", Buffer.from(head)));
    });
    request.on("error", (err) => this.emit("error", err, 7));
    request.end(POSTFIELDS);
  }
}

const load = Module._load;
Module._load = (name, ...more) => (name === "@getinsomnia/node-libcurl"
  ? { Curl, CurlAuth: names, CurlCode: names, CurlFeature: names, CurlHttpVersion: names, CurlInfoDebug: names }
  : load(name, ...more));
