// Says under a figure at once what the server would say after sending: the checks of the page, and how far it is from
// the sum from below. Without this file the same is said after the form was sent.
//
// <form data-rules='[{parts, whole, sentence}]'> with [data-check-of="name"], [data-sum-of="name" data-sum="12"].

const SPACES = /[\s\u00a0\u202f]/g;

for (const form of document.querySelectorAll("form[data-rules]")) watch(form);

function watch(form) {
  const rules = JSON.parse(form.dataset.rules);
  form.addEventListener("input", () => look(form, rules));
  form.addEventListener("click", (event) => {
    const one = event.target.closest("[data-take]");
    const all = event.target.closest("[data-take-all]");
    if (!one && !all) return;
    event.preventDefault();
    if (one) take(form, one.closest("[data-sum-of]"), true);
    else for (const sum of form.querySelectorAll("[data-sum-of]")) take(form, sum, false);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  look(form, rules);
}

function take(form, sum, overwrite) {
  const input = form.elements[sum.dataset.sumOf];
  if (!input || (input.value.trim() && !overwrite)) return;
  input.value = grouped(Number(sum.dataset.sum));
  if (overwrite) input.focus();
}

function look(form, rules) {
  const said = new Map();
  for (const rule of rules) {
    const parts = rule.parts.filter((name) => figure(form, name) !== null);
    const whole = figure(form, rule.whole);
    if (!parts.length || whole === null) continue;
    const together = parts.reduce((sum, name) => sum + figure(form, name), 0);
    if (together > whole) said.set(parts.at(-1), rule.sentence.replace("{n}", grouped(together)).replace("{most}", grouped(whole)));
  }
  for (const place of form.querySelectorAll("[data-check-of]")) say(place, said.get(place.dataset.checkOf) ?? "");
  for (const sum of form.querySelectorAll("[data-sum-of]")) compare(form, sum);
}

// What the server has said of the field already is not said twice.
function say(place, sentence) {
  const error = place.parentElement.querySelector(".field__error");
  const words = error?.textContent.includes(sentence) ? "" : sentence;
  if (place.textContent !== words) place.textContent = words;
}

function compare(form, sum) {
  const typed = figure(form, sum.dataset.sumOf);
  const place = sum.querySelector("[data-difference]");
  const by = typed === null ? 0 : typed - Number(sum.dataset.sum);
  place.textContent = by ? `${sum.dataset.word} ${by > 0 ? "+" : "−"}${grouped(Math.abs(by))}` : "";
}

function figure(form, name) {
  const typed = form.elements[name]?.value?.replace(SPACES, "") ?? "";
  return /^\d+$/.test(typed) ? Number(typed) : null;
}

function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}
