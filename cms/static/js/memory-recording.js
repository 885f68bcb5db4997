// A recording and its transcript: a line plays from its second, the line that is being said is shown.
// Without this script the same links open the page again, the player standing at that second.
(() => {
  const STEP = 5; // seconds, as browsers do with the arrows
  const sections = [...document.querySelectorAll("[data-recording]")];

  function follow(section) {
    const player = section.querySelector("audio, video");
    const links = [...section.querySelectorAll(".recording__lines a")];
    if (!player || !links.length) return;
    const list = section.querySelector(".recording__lines");
    let current = null;

    const said = () => {
      let found = null;
      for (const link of links) {
        if (Number(link.dataset.second) > player.currentTime) break;
        found = link;
      }
      return found;
    };

    function show() {
      const now = said();
      if (now === current) return;
      for (const link of links) link.removeAttribute("aria-current");
      current = now;
      now?.setAttribute("aria-current", "true");
      // Only the list moves, never the page, and not under the reader's hand.
      if (now && !player.paused && !list.contains(document.activeElement)) {
        list.scrollTop = now.offsetTop - list.clientHeight / 3;
      }
    }

    function go(second) {
      player.currentTime = second;
      player.play().catch(() => {}); // a browser that wants a gesture first: the player stands there, ready
      show();
    }

    player.addEventListener("timeupdate", show);
    player.addEventListener("seeked", show);
    section.playFrom = go;

    list.addEventListener("keydown", (event) => {
      const at = links.indexOf(event.target.closest("a"));
      if (at < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const ways = {
        " ": () => (player.paused ? player.play().catch(() => {}) : player.pause()),
        ArrowDown: () => links[Math.min(at + 1, links.length - 1)].focus(),
        ArrowUp: () => links[Math.max(at - 1, 0)].focus(),
        ArrowLeft: () => (player.currentTime = Math.max(0, player.currentTime - STEP)),
        ArrowRight: () => (player.currentTime += STEP),
      };
      if (!ways[event.key]) return;
      event.preventDefault();
      event.stopPropagation(); // elsewhere on the page the arrows lead to the item beside
      ways[event.key]();
    });
  }

  sections.forEach(follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".heard a[data-second]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const section = document.getElementById(link.hash.slice(1));
    if (!section?.playFrom) return;
    event.preventDefault();
    section.playFrom(Number(link.dataset.second));
  });
})();
