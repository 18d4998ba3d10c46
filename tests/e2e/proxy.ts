import { once } from "node:events";
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What a server says. */
export interface Answer {
  readonly status: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One request on its way from the browser to the server. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  /** Hands it to the server, each time anew, if need be under another path, and gives back what the server says. */
  forward(path?: string): Promise<Answer>;
  /** Says something to the browser. */
  answer(answer: Answer): void;
  /** Says it twice on the same connection. */
  answerTwice(answer: Answer): void;
  /** Breaks the connection: the browser hears nothing. */
  drop(): void;
}

/** What becomes of a request. */
export type Treatment = (exchange: Exchange) => Promise<void> | void;

/** A network between the browser and the server that does what a test says. */
export interface Proxy {
  readonly url: string;
  /** From now on each request is treated like this. */
  treat(how: Treatment): void;
  dispose(): Promise<void>;
}

/** A network as it should be. */
export const passOn: Treatment = async (exchange) => {
  try {
    exchange.answer(await exchange.forward());
  } catch {
    // The server is gone: so is the connection.
    exchange.drop();
  }
};

/** Whether a request records a session. */
export const isRecord = ({ method, path }: Exchange): boolean => method === "PUT" && path.startsWith("/api/sessions/");

/** Treats each record like this, and passes everything else on. */
export const records =
  (how: Treatment): Treatment =>
  (exchange) =>
    isRecord(exchange) ? how(exchange) : passOn(exchange);

/** Puts a network before a server. */
export async function startProxy(server: string): Promise<Proxy> {
  const { hostname, port } = new URL(server);
  let how = passOn;

  const send = (incoming: IncomingMessage, body: Buffer, path: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { ...incoming.headers };
      delete headers["accept-encoding"];
      const outgoing = request({ hostname, port, path, method: incoming.method, headers, agent: false }, (response) => {
        collect(response).then(
          (content) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: content }),
          reject,
        );
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });

  const proxy = createServer((incoming, outgoing) => {
    const handle = async (): Promise<void> => {
      const body = await collect(incoming);
      const path = incoming.url ?? "/";
      const answer = ({ status, headers, body: content }: Answer): void => {
        const kept = { ...headers };
        delete kept["transfer-encoding"];
        outgoing.writeHead(status, { ...kept, "content-length": content.length });
        outgoing.end(content);
      };
      await how({
        method: incoming.method ?? "GET",
        path,
        body,
        forward: (other = path) => send(incoming, body, other),
        answer,
        answerTwice: (said) => {
          answer(said);
          outgoing.on("finish", () => {
            const again = `HTTP/1.1 ${said.status} Again\r\ncontent-length: ${said.body.length}\r\n\r\n`;
            incoming.socket.write(Buffer.concat([Buffer.from(again), said.body]));
          });
        },
        drop: () => incoming.socket.destroy(),
      });
    };
    // A browser that was killed in the middle has nobody left to tell.
    handle().catch(() => incoming.socket.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    treat: (treatment) => (how = treatment),
    dispose: async () => {
      const closed = once(proxy, "close");
      proxy.close();
      proxy.closeAllConnections();
      await closed;
    },
  };
}

async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** A door that a request waits at until a test opens it. */
export interface Door {
  /** Resolves when somebody waits. */
  readonly reached: Promise<void>;
  pass(): Promise<void>;
  open(): void;
}

/** A closed door. */
export function makeDoor(): Door {
  let reach: () => void = () => undefined;
  let open: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    reached,
    pass: () => {
      reach();
      return opened;
    },
    open,
  };
}
