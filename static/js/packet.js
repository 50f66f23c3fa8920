// Sends the files of a packet one at a time, and keeps each on this device until it has arrived.
//
// <form data-packet-url data-text-…> with <p data-packet-state role="status"> (templates/campaigns/packet/_queue*.html); in it
// parts: [data-part] with [data-packet-input], [data-packet-files], [data-packet-refusals], [data-packet-waiting].
// The server gets part, file and upload (a name made here, so that a file sent again after a lost answer is kept once) and
// answers 200 {html, room}, 4xx {message, code}; 401, 403 or a redirect mean signed out.

const PATIENCE = 300_000;
const RETRIES = [3000, 6000, 12_000, 30_000, 60_000];
const OLD = 14 * 24 * 60 * 60 * 1000;

for (const form of document.querySelectorAll("form[data-packet-url]")) keepSending(form);

async function keepSending(form) {
  const url = form.dataset.packetUrl;
  const store = await openStore();
  const queue = { waiting: [], done: 0, sending: false, stopped: false, tries: 0, timer: 0, last: 0 };

  for (const part of form.querySelectorAll("[data-part]")) {
    const input = part.querySelector("[data-packet-input]");
    if (!input) continue;
    input.multiple = true;
    part.querySelector("[data-packet-add]").hidden = true;
    input.addEventListener("change", () => choose(part, input));
  }

  async function choose(part, input) {
    const files = [...input.files];
    input.value = "";
    part.querySelector("[data-packet-refusals]").replaceChildren();
    const room = Math.max(Number(input.dataset.room) - inPart(part).length, 0);
    if (files.length > room) refuse(part, words("full", { room, count: files.length - room }));
    for (const file of files.slice(0, room)) {
      // Each later than the one before, even within a millisecond: so they keep their order over a reload.
      queue.last = Math.max(Date.now(), queue.last + 1);
      const entry = { id: uuid(), url, part: part.dataset.part, name: file.name, file, at: queue.last };
      queue.waiting.push(entry);
      await store.put(entry);
    }
    showWaiting();
    send();
  }

  async function send() {
    clearTimeout(queue.timer);
    if (queue.sending || queue.stopped) return;
    queue.sending = true;
    while (queue.waiting.length && !queue.stopped) {
      say("sending", { done: queue.done + 1, total: queue.done + queue.waiting.length });
      const answer = await post(form, url, queue.waiting[0]).catch(() => null);
      if (!(await receive(answer, queue.waiting[0]))) break;
    }
    queue.sending = false;
    if (!queue.waiting.length && queue.done) say("all-sent", { total: queue.done });
  }

  // Whether this file is dealt with, and the next may follow.
  async function receive(answer, entry) {
    if (!answer) return later(store.keeps() ? "lost" : "lost-memory");
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return signedOut();
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return later("busy");
    const said = await answer.json().catch(() => ({}));
    const part = form.querySelector(`[data-part="${CSS.escape(entry.part)}"]`);
    await dealtWith([entry]);
    queue.tries = 0;
    if (answer.ok) {
      queue.done += 1;
      part.querySelector("[data-packet-files]").innerHTML = said.html;
      part.querySelector("[data-packet-input]").dataset.room = said.room;
    } else {
      refuse(part, `${entry.name}: ${said.message ?? form.dataset.textRefused}`);
      if (said.code === "full") await dealtWith(inPart(part));
    }
    showWaiting();
    return true;
  }

  function later(state) {
    say(state, { count: queue.waiting.length });
    queue.timer = setTimeout(send, RETRIES[Math.min(queue.tries, RETRIES.length - 1)]);
    queue.tries += 1;
    return false;
  }

  function signedOut() {
    queue.stopped = true;
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = form.dataset.textSignin;
    say("signed-out", { count: queue.waiting.length }, " ", link);
    return false;
  }

  async function dealtWith(entries) {
    queue.waiting = queue.waiting.filter((entry) => !entries.includes(entry));
    for (const entry of entries) await store.remove(entry.id);
  }

  function inPart(part) {
    return queue.waiting.filter((entry) => entry.part === part.dataset.part);
  }

  function showWaiting() {
    for (const part of form.querySelectorAll("[data-part]")) {
      const place = part.querySelector("[data-packet-waiting]");
      if (!place) continue;
      const count = inPart(part).length;
      place.textContent = count ? words("waiting", { count }) : "";
    }
  }

  function refuse(part, sentence) {
    const line = document.createElement("p");
    line.className = "field__error";
    line.textContent = sentence;
    part.querySelector("[data-packet-refusals]").append(line);
  }

  function say(state, facts, ...more) {
    const place = form.querySelector("[data-packet-state]");
    place.dataset.state = state;
    place.replaceChildren(words(state, facts), ...more);
  }

  function words(state, facts) {
    const name = state.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
    const sentence = form.dataset[`text${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";
    return sentence.replace(/\{(\w+)\}/g, (_, fact) => facts[fact]);
  }

  // What has not arrived cannot be checked. The other buttons may leave the page: the queue goes on after it.
  form.addEventListener(
    "submit",
    (event) => {
      if (!queue.waiting.length || event.submitter?.dataset.packetLast === undefined) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say("wait", { count: queue.waiting.length });
    },
    { capture: true },
  );
  window.addEventListener("beforeunload", (event) => {
    if (queue.waiting.length && !store.keeps()) event.preventDefault();
  });
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") again();
  });

  function again() {
    queue.tries = 0;
    if (queue.waiting.length) send();
  }

  const known = new Set([...form.querySelectorAll("[data-packet-input]")].map((input) => input.closest("[data-part]").dataset.part));
  for (const entry of await store.all(url)) {
    if (known.has(entry.part)) queue.waiting.push(entry);
    else await store.remove(entry.id);
  }
  showWaiting();
  form.dataset.packetReady = "";
  if (queue.waiting.length) send();
}

function post(form, url, entry) {
  const body = new FormData();
  body.append("part", entry.part);
  body.append("upload", entry.id);
  body.append("file", entry.file, entry.name);
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
    headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body,
  });
}

// A browser may refuse to store (private window, full): then the files live as long as the page, and it says so.
async function openStore() {
  let database = null;
  try {
    database = await asked(openDatabase());
    await tidy(database);
  } catch {
    database = null;
  }
  let refused = false;
  return {
    keeps: () => database !== null && !refused,
    async all(url) {
      const found = database ? await asked(files(database, "readonly").getAll()).catch(() => []) : [];
      return found.filter((entry) => entry.url === url).sort((one, other) => one.at - other.at);
    },
    async put(entry) {
      if (database) await asked(files(database, "readwrite").put(entry)).catch(() => (refused = true));
    },
    async remove(id) {
      if (database) await asked(files(database, "readwrite").delete(id)).catch(() => {});
    },
  };
}

function openDatabase() {
  const request = indexedDB.open("packet", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "id" });
  return request;
}

function files(database, mode) {
  return database.transaction("files", mode).objectStore("files");
}

async function tidy(database) {
  for (const entry of await asked(files(database, "readonly").getAll())) {
    if (Date.now() - entry.at > OLD) await asked(files(database, "readwrite").delete(entry.id));
  }
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// crypto.randomUUID exists behind https only.
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
