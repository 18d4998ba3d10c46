/** What a request wants of a body: all of it, the bytes from the first to the last one, or bytes that are not there. */
export type Asked =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly first: number; readonly last: number }
  | { readonly kind: "beyond" };

const whole: Asked = { kind: "whole" };

/**
 * Reads a Range header for a body of a size (RFC 9110, section 14). One range is answered; several, another unit and
 * what is not a range are passed over, and then the whole body is the answer.
 */
export function askedRange(header: string | null, size: number): Asked {
  const found = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? "");
  const [, from = "", to = ""] = found ?? [];
  if (from === "" && to === "") return whole;

  if (from === "") {
    const length = Number(to);
    if (length === 0) return { kind: "beyond" };
    return size === 0 ? whole : { kind: "part", first: Math.max(0, size - length), last: size - 1 };
  }

  const first = Number(from);
  const last = to === "" ? Infinity : Number(to);
  if (last < first) return whole;
  return first >= size ? { kind: "beyond" } : { kind: "part", first, last: Math.min(last, size - 1) };
}

/** The answer to a request for a part of something kept. */
export async function answerRange(kept: Response, asked: Headers): Promise<Response> {
  const body = await kept.blob();
  const headers = new Headers(kept.headers);
  headers.set("accept-ranges", "bytes");
  headers.delete("content-encoding");

  // A part is worth something only together with the rest of the same content.
  const condition = asked.get("if-range");
  const isSame = condition === null || (!condition.startsWith("W/") && condition === kept.headers.get("etag"));
  const range = isSame ? askedRange(asked.get("range"), body.size) : whole;
  switch (range.kind) {
    case "whole":
      headers.set("content-length", String(body.size));
      return new Response(body, { status: 200, headers });
    case "part": {
      const { first, last } = range;
      headers.set("content-length", String(last - first + 1));
      headers.set("content-range", `bytes ${first}-${last}/${body.size}`);
      return new Response(body.slice(first, last + 1, body.type), {
        status: 206,
        statusText: "Partial Content",
        headers,
      });
    }
    case "beyond":
      headers.set("content-length", "0");
      headers.set("content-range", `bytes */${body.size}`);
      return new Response(null, { status: 416, statusText: "Range Not Satisfiable", headers });
  }
}
