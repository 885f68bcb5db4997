// Dragging a card sends the form that the card carries: without this script, the form alone does as much.
const board = document.querySelector("[data-board]");
const status = document.querySelector("[data-board-status]");

const columnOf = (node) => node.closest("[data-stage]");
let dragged = null;

function markOver(column) {
  for (const one of board.querySelectorAll("[data-over]")) one.removeAttribute("data-over");
  if (column) column.setAttribute("data-over", "");
}

function letGo() {
  if (dragged) dragged.removeAttribute("data-dragged");
  dragged = null;
  markOver(null);
}

function move(card, column) {
  status.textContent = board.dataset.moving
    .replace("{title}", card.dataset.title)
    .replace("{stage}", column.dataset.stageLabel);
  const form = card.querySelector("form");
  form.elements.stage.value = column.dataset.stage;
  form.requestSubmit();
}

if (board) {
  for (const card of board.querySelectorAll(".card")) card.draggable = true;

  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest(".card");
    if (!dragged) return;
    dragged.setAttribute("data-dragged", "");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.title);
  });

  board.addEventListener("dragover", (event) => {
    const column = columnOf(event.target);
    if (!dragged || !column) return;
    event.preventDefault();
    markOver(column);
  });

  board.addEventListener("drop", (event) => {
    const column = columnOf(event.target);
    if (!dragged || !column) return;
    event.preventDefault();
    const card = dragged;
    letGo();
    if (columnOf(card) !== column) move(card, column);
  });

  board.addEventListener("dragend", letGo);

  // After a move the page comes back at the card: the keyboard goes on from there.
  const moved = location.hash.startsWith("#partnership-") && document.getElementById(location.hash.slice(1));
  if (moved) moved.focus();
}
