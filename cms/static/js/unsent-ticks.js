// Signing out erases what this device keeps (Clear-Site-Data): says so first where ticks made at the door were not sent yet.
// The words and the address of the list stand on the script's own tag; `{count}` and the number 0 are filled in.
(() => {
  const { words, door } = document.currentScript.dataset;

  function unsent() {
    try {
      return Object.keys(localStorage).map((name) => /^parvis-accueil-(\d+)-note-/.exec(name)?.[1]).filter(Boolean);
    } catch {
      return []; // a device that keeps nothing has nothing to lose
    }
  }

  const sentence = (events) => words.replace("{count}", events.length);
  const isSignOut = (form) => form.method === "post" && /\/(deconnexion|logout)\/$/.test(new URL(form.action).pathname);

  document.addEventListener("submit", (sent) => {
    const events = isSignOut(sent.target) ? unsent() : [];
    if (events.length && !window.confirm(sentence(events))) sent.preventDefault();
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    const notice = document.querySelector("[data-unsent]");
    const events = notice ? unsent() : [];
    if (!events.length) return;
    notice.hidden = false;
    notice.querySelector("p").textContent = sentence(events);
    notice.querySelector("a").href = door.replace("/0/", `/${events[0]}/`);
  });
})();
