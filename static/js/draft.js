// Keeps what is typed: on the server a second after the last key, on this device while the server cannot be reached.
//
// <form data-draft-url data-draft-version data-text-…> with <p data-draft-state role="status"> inside;
// templates/_components/draft_attributes.html and draft_state.html write both. The server gets
// {version, data} and answers 200 {version}, 409 {url} (someone else saved meanwhile), 401 / 403 / redirect (signed out).
// A page that follows a hand-in says data-draft-clear="URL": nothing of it stays on the device. So does a form after a
// conflict was decided, once: "fresh" leaves the address, and what is typed from then on is kept again.

const WAIT = 1000;
const PATIENCE = 20_000;
const RETRIES = [3000, 6000, 12_000, 30_000, 60_000];

for (const done of document.querySelectorAll("[data-draft-clear]")) forget(done.dataset.draftClear);
if (new URLSearchParams(location.search).has("fresh")) history.replaceState(history.state, "", location.pathname + location.hash);
for (const form of document.querySelectorAll("form[data-draft-url]")) keepDraft(form);

function keepDraft(form) {
  const url = form.dataset.draftUrl;
  const draft = { version: Number(form.dataset.draftVersion), saved: asServed(form), sending: null, stopped: false, tries: 0, timer: 0 };
  const unsaved = () => text(form) !== draft.saved;
  const later = (milliseconds) => {
    clearTimeout(draft.timer);
    draft.timer = setTimeout(save, milliseconds);
  };

  function changed() {
    if (!unsaved()) return;
    remember(url, draft.version, collect(form));
    if (draft.stopped) return;
    later(WAIT);
  }

  // One request in flight; what was typed meanwhile follows it.
  async function save() {
    clearTimeout(draft.timer);
    if (draft.sending) return draft.sending;
    if (draft.stopped || !unsaved()) return undefined;
    draft.sending = send();
    await draft.sending;
    draft.sending = null;
    if (!draft.stopped && unsaved() && draft.tries === 0) later(0);
    return undefined;
  }

  async function send() {
    const sent = text(form);
    const slow = setTimeout(() => say(form, "saving"), 600);
    const answer = await post(form, url, draft.version).catch(() => null);
    clearTimeout(slow);
    if (answer) await receive(answer, sent).catch(() => tryAgain("failed"));
    else tryAgain("offline");
  }

  async function receive(answer, sent) {
    if (answer.ok) {
      draft.version = (await answer.json()).version;
      draft.saved = sent;
      draft.tries = 0;
      form.dataset.draftVersion = draft.version;
      for (const field of form.querySelectorAll("[data-draft-version-field]")) field.value = draft.version;
      if (unsaved()) remember(url, draft.version, collect(form));
      else forget(url);
      say(form, "saved", clock());
    } else if (answer.status === 409) {
      draft.stopped = true;
      const where = await answer.json().catch(() => ({}));
      say(form, "conflict", link(form.dataset.textConflictLink, where.url ?? location.href));
    } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      draft.stopped = true;
      say(form, "expired", link(form.dataset.textSigninLink, location.href));
    } else {
      tryAgain("failed");
    }
  }

  function tryAgain(state) {
    say(form, state);
    later(RETRIES[Math.min(draft.tries, RETRIES.length - 1)]);
    draft.tries += 1;
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  window.addEventListener("online", () => {
    draft.tries = 0;
    save();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  let leaving = false;
  form.addEventListener("click", (event) => {
    // The links beside a conflict or an ended session: what was typed is kept here.
    if (event.target.closest("[data-draft-state] a")) leaving = true;
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    // A save on its way makes a newer version than this form knows of, and would be taken for somebody else's.
    if (draft.sending) {
      event.preventDefault();
      say(form, "saving");
      draft.sending.then(() => form.requestSubmit(event.submitter));
      return;
    }
    leaving = true;
    clearTimeout(draft.timer);
    markSubmitted(url);
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved()) event.preventDefault();
  });
  flushBeforeLanguage(unsaved, save, () => {
    leaving = true;
  });

  offer(form, url, draft);
  // A browser that restores a form on reload shows more than the server sent.
  if (!recall(url)) changed();
}

// The other language is another page: what was typed goes to the server first.
function flushBeforeLanguage(unsaved, save, leave) {
  for (const toggle of document.querySelectorAll("form[data-language-toggle]")) {
    toggle.addEventListener("submit", async (event) => {
      if (!unsaved()) return;
      event.preventDefault();
      const patience = new Promise((resolve) => setTimeout(resolve, 4000));
      // The first may carry older text that was already on its way.
      await Promise.race([save().then(save), patience]);
      leave();
      const language = document.createElement("input");
      language.type = "hidden";
      language.name = event.submitter?.name ?? "language";
      language.value = event.submitter?.value ?? "";
      toggle.append(language);
      toggle.submit();
    });
  }
}

// What this device kept and the server does not have is offered, never put in silently.
function offer(form, url, draft) {
  const kept = recall(url);
  if (!kept) return;
  const consumed = kept.submitted && kept.version !== draft.version;
  if (consumed || JSON.stringify(kept.data) === text(form)) {
    forget(url);
    return;
  }
  const yes = button(form.dataset.textRestoreYes, () => {
    fill(form, kept.data);
    say(form, "");
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const no = button(form.dataset.textRestoreNo, () => {
    forget(url);
    say(form, "");
  });
  say(form, "restore", `(${new Date(kept.at).toLocaleString(document.documentElement.lang)})`, yes, no);
}

function post(form, url, version) {
  const body = JSON.stringify({ version, data: collect(form) });
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    redirect: "manual",
    // Lets the request outlive the page; browsers allow it up to 64 KB.
    keepalive: body.length < 15_000,
    signal: AbortSignal.timeout(PATIENCE),
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value ?? "" },
    body,
  });
}

function say(form, state, ...more) {
  const place = form.querySelector("[data-draft-state]");
  if (!place) return;
  place.dataset.state = state;
  place.replaceChildren(form.dataset[`text${state.charAt(0).toUpperCase()}${state.slice(1)}`] ?? "");
  for (const part of more) place.append(" ", part);
}

function text(form) {
  return JSON.stringify(collect(form));
}

function asServed(form) {
  return JSON.stringify(collect(form, served));
}

function clock() {
  return new Date().toLocaleTimeString("ru", { hour: "2-digit", minute: "2-digit" });
}

// Names with their values; a list where several may be chosen. Files and the token are not part of a draft.
function collect(form, read = chosen) {
  const data = {};
  for (const field of fields(form)) {
    const values = read(field);
    if (isMany(form, field)) data[field.name] = [...(data[field.name] ?? []), ...values];
    else if (values.length) [data[field.name]] = values;
  }
  return data;
}

function fields(form) {
  const skipped = new Set(["submit", "button", "reset", "image", "file", "fieldset", "output"]);
  return [...form.elements].filter((field) => field.name && !field.disabled && !skipped.has(field.type) && field.name !== "csrfmiddlewaretoken" && field.dataset.draftVersionField === undefined);
}

function isMany(form, field) {
  if (field.type === "select-multiple") return true;
  return field.type === "checkbox" && form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(field.name)}"]`).length > 1;
}

function chosen(field) {
  if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
  if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
  return [field.value];
}

// As `chosen`, but what the page came with.
function served(field) {
  if (field.type === "select-multiple") return [...field.options].filter((option) => option.defaultSelected).map((option) => option.value);
  if (field.type === "select-one") return [[...field.options].find((option) => option.defaultSelected) ?? field.options[0]].flatMap((option) => option?.value ?? []);
  if (field.type === "checkbox" || field.type === "radio") return field.defaultChecked ? [field.value] : [];
  return [field.defaultValue];
}

function fill(form, data) {
  for (const field of fields(form)) {
    const values = [data[field.name] ?? []].flat();
    if (field.type === "select-multiple") for (const option of field.options) option.selected = values.includes(option.value);
    else if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (field.name in data) field.value = data[field.name];
  }
}

// A browser may refuse to store (private window, full): then the server alone keeps the draft.
function remember(url, version, data) {
  try {
    localStorage.setItem(`draft:${url}`, JSON.stringify({ version, data, at: Date.now() }));
  } catch {}
}

function recall(url) {
  try {
    return JSON.parse(localStorage.getItem(`draft:${url}`));
  } catch {
    return null;
  }
}

function markSubmitted(url) {
  const kept = recall(url);
  if (!kept) return;
  try {
    localStorage.setItem(`draft:${url}`, JSON.stringify({ ...kept, submitted: true }));
  } catch {}
}

// A form of several pages keeps each of them under an address of its own: the same one with a question mark.
function forget(url) {
  try {
    const ofPages = Object.keys(localStorage).filter((key) => key.startsWith(`draft:${url}?`));
    for (const key of [`draft:${url}`, ...ofPages]) localStorage.removeItem(key);
  } catch {}
}

function link(words, href) {
  const element = document.createElement("a");
  element.href = href;
  element.textContent = words ?? "";
  return element;
}

function button(words, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "link-button";
  element.textContent = words ?? "";
  element.addEventListener("click", action);
  return element;
}
