// Says under a planned term how the server reads it, and asks for a reason or a confirmation where the term calls for one.
// Without this file the same is said after the form was sent.
//
// <form data-term-url> holds blocks [data-term-line] with input[data-term], [data-term-echo], [data-term-reason],
// [data-term-confirm]. The level of the window: data-term-level on the input, else the chosen radio button "level".

const WAIT = 400;

for (const form of document.querySelectorAll("form[data-term-url]")) {
  for (const line of form.querySelectorAll("[data-term-line]")) watch(form, line);
}

function watch(form, line) {
  const input = line.querySelector("input[data-term]");
  let timer = 0;
  let asked = 0;

  async function ask() {
    const turn = (asked += 1);
    const query = new URLSearchParams({ text: input.value, level: level(form, input) });
    const answer = await fetch(`${form.dataset.termUrl}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
    // An older answer that comes late says nothing about what stands there now.
    if (!answer?.ok || turn !== asked) return;
    show(line, await answer.json());
  }

  function changed() {
    // A reading is confirmed for the words it was confirmed with.
    for (const box of line.querySelectorAll("[data-term-confirm] input")) box.checked = false;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  input.addEventListener("input", changed);
  for (const radio of form.querySelectorAll("input[name=level]")) radio.addEventListener("change", ask);
}

function level(form, input) {
  return input.dataset.termLevel ?? form.querySelector("input[name=level]:checked")?.value ?? "";
}

function show(line, reading) {
  const echo = line.querySelector("[data-term-echo]");
  echo.textContent = reading.text;
  echo.dataset.readable = reading.readable;
  const reason = line.querySelector("[data-term-reason]");
  if (reason) reason.hidden = !reading.outside && !reason.querySelector("textarea").value;
  const confirm = line.querySelector("[data-term-confirm]");
  if (confirm) confirm.hidden = !reading.ambiguous;
}
