// Small comforts of every page; each works without this file, only less smoothly.

const errors = document.querySelector(".error-summary");
if (errors) errors.focus();

// Wide screens have room for the filters; phones keep them folded.
if (matchMedia("(min-width: 48rem)").matches) {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = true;
}

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) window.print();

  const copy = event.target.closest("[data-copy]");
  if (!copy) return;
  const source = document.querySelector(copy.dataset.copy);
  await navigator.clipboard.writeText(source.value ?? source.innerText);
  if (copy.dataset.textCopied) copy.textContent = copy.dataset.textCopied;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-autosubmit]")) event.target.form.requestSubmit();
});

// A second click sends nothing; the server refuses a second hand-in anyway.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.dataset.many !== undefined || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});

// "Back" may show the page as it was left: its buttons work again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
});
