// SPDX-License-Identifier: Apache-2.0
// All four uses of Freshet without a line of Java: registers a service, follows the stream of
// cache-state events, fills the cache behind a fence, publishes an event and waits until it is
// applied everywhere. Needs Node.js 18 or newer and nothing else.
//
//   node docs/any-language/tour.mjs http://127.0.0.1:8080 http://127.0.0.1:8091

const [api, node] = process.argv.slice(2);
if (!api || !node) {
  console.error('usage: node tour.mjs API_URL NODE_URL');
  process.exit(2);
}

setTimeout(() => {
  console.error('no answer within 30 s');
  process.exit(1);
}, 30_000).unref();

const user = `u${process.pid}`;
const key = `payment:history:${user}`;

/** Sends a request; every answer that is no success is a problem that says what to do. */
async function call(base, method, path, { headers = {}, body, accept = [] } = {}) {
  const response = await fetch(base + path, { method, headers, body });
  if (!response.ok && !accept.includes(response.status)) {
    const problem = await response.json();
    throw new Error(`${method} ${path}: ${problem.title}: ${problem.detail}`);
  }
  return response;
}

const json = (body, headers = {}) => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

function expect(what, found, wanted) {
  if (found !== wanted) {
    throw new Error(`${what}: found ${found}, expected ${wanted}`);
  }
}

/** Follows the stream; hands over each event with its kind. */
async function* follow(path) {
  const response = await call(api, 'GET', path, { headers: { accept: 'text/event-stream' } });
  const text = response.body.pipeThrough(new TextDecoderStream());
  let buffer = '';
  for await (const chunk of text) {
    buffer += chunk;
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const fields = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const data = fields.filter((line) => line.startsWith('data:')).map((line) => line.slice(5));
      if (data.length > 0) {
        yield JSON.parse(data.join('\n'));
      }
    }
  }
}

// 1. Register what this service can do. The lease has to be renewed.
const member = `/api/v1/registrations/statements/${user}`;
const registered = await call(api, 'PUT', member, json({
  owner: 'team-statements',
  lease: { heartbeatMs: 5000, suspectAfterMs: 15000, expireAfterMs: 30000 },
  capabilities: [{ type: 'publish', eventType: 'payment.success' }],
}));
const { incarnation } = await registered.json();
await call(api, 'POST', `${member}/heartbeat`, json({ incarnation }));
console.log('registered');

// 2. Follow what happens to the cache, from now on.
const events = follow('/api/v1/stream?kinds=Invalidated')[Symbol.asyncIterator]();
const seen = (async () => {
  for (let next = await events.next(); !next.done; next = await events.next()) {
    if (next.value.target === `k|${key}`) {
      return next.value;
    }
  }
  throw new Error('the stream ended');
})();

// 3. Read: a miss hands out a stamp. Whatever becomes stale from here on fences the later PUT.
const cached = `/api/v1/cache/${encodeURIComponent(key)}`;
const miss = await call(node, 'GET', cached, { accept: [404] });
expect('first read', miss.status, 404);
const stamp = miss.headers.get('freshet-stamp');
const loaded = { payments: 3 }; // from the source
await call(node, 'PUT', cached, json(loaded, { 'freshet-stamp': stamp }));
const hit = await call(node, 'GET', cached);
expect('cached', JSON.stringify(await hit.json()), JSON.stringify(loaded));
console.log(`cached, from ${hit.headers.get('freshet-source')}`);

// 4. Publish an event, and wait until every node has applied it.
const published = await call(api, 'POST', '/api/v1/events?wait=applied', {
  headers: { 'content-type': 'application/cloudevents+json' },
  body: JSON.stringify({
    specversion: '1.0',
    id: `payment-${user}`,
    source: '/statements',
    type: 'payment.success',
    subject: user,
    data: { userId: user, billId: 'b1', amount: 12.5, currency: 'EUR' },
  }),
});
const { receipt } = await published.json();
const report = await (await call(api, 'GET', `/api/v1/receipts/${receipt}`)).json();
expect('state of the receipt', report.state, 'applied');
console.log(`applied on ${report.applied} of ${report.nodes} nodes`);

// 5. The stream has told of it, and the value is gone.
const event = await seen;
expect('cause', event.eventId, `payment-${user}`);
console.log(`invalidated by ${event.ruleSet}/${event.rule}`);
const gone = await call(node, 'GET', cached, { accept: [404] });
expect('read after the event', gone.status, 404);

// 6. A value that was loaded before the event is refused, whenever it comes.
const late = await call(node, 'PUT', cached, {
  ...json(loaded, { 'freshet-stamp': stamp }),
  accept: [409],
});
expect('late write', late.status, 409);
console.log('stale write refused');

await call(api, 'DELETE', `${member}?incarnation=${incarnation}`);
console.log('left');
process.exit(0);
