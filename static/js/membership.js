// While a report is typed: sums follow at once, the sentences of the checks follow from the server. Without this file the
// same is said after the page was sent.
//
// <form data-checks-url> with [data-sum="a b -c"] (and data-sum-share="whole" for per cent), button[data-sum-into="name"] after
// it, [data-below-of="name" data-below="12"] > [data-difference], [data-failure-of="name"].

const SPACES = /[\s\u00a0\u202f]/g;
const WAIT = 700;

for (const form of document.querySelectorAll("form[data-checks-url]")) watch(form);

function watch(form) {
  let timer = 0;
  let asked = 0;
  const ask = async () => {
    const turn = (asked += 1);
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (typeof value !== "string") body.delete(name);
    const answer = await fetch(form.dataset.checksUrl, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
    // An older answer that comes late says nothing about what stands there now.
    if (!answer?.ok || answer.redirected || turn !== asked) return;
    say(form, await answer.json());
  };
  form.addEventListener("input", () => {
    reckon(form);
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sum-into]");
    if (!button) return;
    form.elements[button.dataset.sumInto].value = button.parentElement.querySelector("[data-sum]").textContent;
    form.elements[button.dataset.sumInto].focus();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  reckon(form);
}

function reckon(form) {
  for (const place of form.querySelectorAll("[data-sum]")) {
    const share = place.dataset.sumShare;
    const sum = together(form, place.dataset.sum.split(" "));
    const text = share ? percent(sum, figure(form, share)) : sum === null ? "–" : grouped(sum);
    if (place.textContent !== text) place.textContent = text;
    const button = place.parentElement.querySelector("[data-sum-into]");
    if (button) button.hidden = sum === null || sum === figure(form, button.dataset.sumInto);
  }
  for (const place of form.querySelectorAll("[data-below-of]")) {
    const typed = figure(form, place.dataset.belowOf);
    const by = typed === null ? 0 : typed - Number(place.dataset.below);
    place.querySelector("[data-difference]").textContent = by ? `${place.dataset.word} ${by > 0 ? "+" : "−"}${grouped(Math.abs(by))}` : "";
  }
}

function together(form, terms) {
  let sum = null;
  for (const term of terms) {
    const taken = term.startsWith("-");
    const value = figure(form, taken ? term.slice(1) : term);
    if (value !== null) sum = (sum ?? 0) + (taken ? -value : value);
  }
  return sum;
}

// What is empty is asked for when the page is sent, not while the next figure is being typed.
function say(form, answer) {
  const sentences = new Map();
  for (const [field, text] of Object.entries(answer.unread)) sentences.set(field, { text, severity: "error" });
  for (const { field, text, severity, code } of answer.failures) {
    if (code === "required" || sentences.has(field)) continue;
    sentences.set(field, { text, severity });
  }
  for (const place of form.querySelectorAll("[data-failure-of]")) {
    const said = sentences.get(place.dataset.failureOf);
    const error = place.parentElement.querySelector(".field__error");
    // What the server said of the field as it was sent is not said twice.
    const text = said && !error?.textContent.includes(said.text) ? said.text : "";
    place.dataset.severity = said?.severity ?? "";
    if (place.textContent !== text) place.textContent = text;
  }
}

function percent(part, whole) {
  if (part === null || !whole) return "–";
  return (Math.floor((part * 1000) / whole + 0.5) / 10).toFixed(1).replace(".", ",");
}

function figure(form, name) {
  const typed = form.elements[name]?.value?.replace(SPACES, "") ?? "";
  return /^\d+$/.test(typed) ? Number(typed) : null;
}

function grouped(number) {
  const digits = String(Math.abs(number)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  return number < 0 ? `−${digits}` : digits;
}
