// Single keys for those who work here all day: "/" searches, "j" and "k" go through the rows, "?" tells what there is.
// Not loaded where a person has switched them off. Never while somebody types, and with no Ctrl, Alt or Cmd.

const ROWS = "main tbody tr, main [data-row]";
const FIELDS = "input, select, textarea, [contenteditable]";
const LATIN = /^[a-z]$/i;

const dialog = document.querySelector("dialog[data-keys]");
const actions = { search, next: () => move(1), previous: () => move(-1), help };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest?.(FIELDS) || document.querySelector("dialog[open]")) return;
  if (actions[meaning(event)]?.()) event.preventDefault();
});

for (const button of document.querySelectorAll("[data-keys-help]")) {
  button.hidden = false;
  button.addEventListener("click", help);
}

// The sign itself wherever it stands; else the key in that place: on a Russian or Kazakh keyboard "о", "л" and "." are
// where "j", "k" and "/" are. A Latin letter means itself, so that another Latin layout is taken at its word.
function meaning({ key, code, shiftKey }) {
  if (key === "/") return "search";
  if (key === "?") return "help";
  if (code === "Slash" && !LATIN.test(key) && /[.,№]|\p{Script=Cyrillic}/u.test(key)) return shiftKey ? "help" : "search";
  if (shiftKey) return "";
  const letter = LATIN.test(key) ? `Key${key.toUpperCase()}` : code;
  return { KeyJ: "next", KeyK: "previous" }[letter] ?? "";
}

function search() {
  const field = document.getElementById("site-search");
  if (!field) return false;
  if (!field.checkVisibility()) field.closest("[popover]")?.showPopover();
  field.focus();
  field.select();
  return true;
}

function move(step) {
  const links = [...document.querySelectorAll(ROWS)].filter((row) => row.checkVisibility()).map(linkOf).filter(Boolean);
  const here = document.activeElement.closest(ROWS);
  const at = here ? links.findIndex((link) => here.contains(link)) : -1;
  const link = links[at < 0 ? 0 : at + step];
  if (!link) return false;
  link.focus();
  link.scrollIntoView({ block: "nearest", inline: "nearest" });
  return true;
}

function linkOf(row) {
  return row.querySelector("a[data-open]") ?? row.querySelector("a[href]");
}

function help() {
  dialog?.showModal();
  return true;
}
