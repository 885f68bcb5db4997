// Enter goes from one number to the next; on the last one it goes to the button. Without this script, Tab does.
(() => {
  const form = document.querySelector("[data-typed]");
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const stops = [...form.querySelectorAll("input:not([type=hidden]), button[type=submit]")];
    const next = stops[stops.indexOf(event.target) + 1];
    next.focus();
    if (next.select) next.select();
  });
  form.querySelector("input:not([type=hidden])").focus();
})();
