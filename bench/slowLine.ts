import { createServer, connect, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** A piece of what is sent: what one packet carries. */
const pieceBytes = 1460;

/** So much waits on the line for one connection before its server is told to pause. */
const mostWaiting = 32 * 1024;

/** A line between a browser and a server. */
export interface Line {
  readonly url: string;
  close(): void;
}

interface Lane {
  readonly browser: Socket;
  readonly server: Socket;
  waiting: Buffer;
}

/**
 * Opens a line that carries so many bits a second to the browser, shared evenly by all connections, and takes half of the round trip
 * in each direction; opening a connection takes one round trip.
 */
export async function openLine(target: URL, bitsPerSecond: number, roundTripMs: number): Promise<Line> {
  const lanes = new Set<Lane>();
  let turn: Lane[] = [];
  let running = false;
  let freeAt = 0;

  const carry = (): void => {
    turn = turn.filter((lane) => lane.waiting.length > 0);
    if (turn.length === 0) turn = [...lanes].filter((lane) => lane.waiting.length > 0);
    const lane = turn.shift();
    if (lane === undefined) {
      running = false;
      return;
    }
    const piece = lane.waiting.subarray(0, pieceBytes);
    lane.waiting = lane.waiting.subarray(pieceBytes);
    if (lane.waiting.length < mostWaiting) lane.server.resume();
    freeAt = Math.max(freeAt, performance.now()) + (piece.length * 8 * 1000) / bitsPerSecond;
    setTimeout(
      () => {
        if (!lane.browser.destroyed) lane.browser.write(piece);
      },
      freeAt - performance.now() + roundTripMs / 2,
    );
    setTimeout(carry, freeAt - performance.now());
  };

  const listening = createServer((browser) => {
    const server = connect(Number(target.port), target.hostname);
    const lane: Lane = { browser, server, waiting: Buffer.alloc(0) };
    lanes.add(lane);
    let openedAt = performance.now() + roundTripMs;
    browser.on("data", (part: Buffer) => {
      const after = Math.max(0, openedAt - performance.now()) + roundTripMs / 2;
      openedAt = 0;
      setTimeout(() => server.write(part), after);
    });
    server.on("data", (part: Buffer) => {
      lane.waiting = Buffer.concat([lane.waiting, part]);
      if (lane.waiting.length >= mostWaiting) server.pause();
      if (!running) {
        running = true;
        carry();
      }
    });
    const end = (): void => {
      lanes.delete(lane);
      browser.destroy();
      server.destroy();
    };
    browser.on("close", end).on("error", end);
    server.on("error", end);
  });
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${String((listening.address() as AddressInfo).port)}`,
    close: () => {
      listening.close();
      for (const { browser, server } of lanes) {
        browser.destroy();
        server.destroy();
      }
    },
  };
}
