// The status board and other lists with checkboxes: choose rows, see how many, move between cells with the arrow keys.

for (const form of document.querySelectorAll("[data-board-form]")) chooseRows(form);
for (const board of document.querySelectorAll(".board, .board-page table")) arrowKeys(board);

function chooseRows(form) {
  const all = form.querySelector("[data-board-all]");
  const rows = [...form.querySelectorAll("[data-board-row]")];
  let last = null;

  const show = () => {
    const chosen = rows.filter((row) => row.checked).length;
    for (const place of form.querySelectorAll("[data-board-count]")) place.textContent = chosen;
    for (const button of form.querySelectorAll("[data-board-action]")) button.disabled = chosen === 0;
    if (all) {
      all.checked = chosen > 0 && chosen === rows.length;
      all.indeterminate = chosen > 0 && chosen < rows.length;
    }
  };

  all?.addEventListener("change", () => {
    for (const row of rows) row.checked = all.checked;
    show();
  });

  // With Shift, everything between the last click and this one.
  form.addEventListener("click", (event) => {
    const index = rows.indexOf(event.target);
    if (index < 0) return;
    if (event.shiftKey && last !== null) {
      for (const row of rows.slice(Math.min(last, index), Math.max(last, index) + 1)) row.checked = event.target.checked;
    }
    last = index;
    show();
  });
  form.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  show();
}

function arrowKeys(board) {
  // Focus is never left behind the edge or under the head.
  board.addEventListener("focusin", (event) => event.target.scrollIntoView({ block: "nearest", inline: "nearest" }));

  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  board.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("td, th");
    if (!step || !cell || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    const next = neighbour(board, cell, step);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

function neighbour(board, cell, [down, right]) {
  let row = cell.parentElement.rowIndex + down;
  let column = cell.cellIndex + right;
  while (board.rows[row]?.cells[column]) {
    const target = board.rows[row].cells[column].querySelector("a, button, input");
    if (target) return target;
    row += down;
    column += right;
  }
  return null;
}
