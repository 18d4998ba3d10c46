import { startServer } from "./server.ts";
const server = await startServer();
for (const path of ["/progress/practice", "/progress", "/measure"]) {
  const r = await fetch(server.url + path, { headers: { accept: "text/html" } });
  console.log(path, r.status, r.status === 200 ? "" : (await r.text()).slice(0, 600));
}
await server.dispose();
