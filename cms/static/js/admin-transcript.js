// Typing what is said while it plays: the moment is written where the hand is. Without this script one types it.
(() => {
  const player = document.querySelector(".transcript audio, .transcript video");
  const lines = document.querySelector(".transcript textarea");
  if (!player || !lines) return;
  const BACK = 3; // seconds

  function moment() {
    const all = Math.floor(player.currentTime);
    const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
  }

  function write() {
    const before = lines.value.slice(0, lines.selectionStart);
    lines.setRangeText(`${before && !before.endsWith("\n") ? "\n" : ""}${moment()} `, lines.selectionStart, lines.selectionEnd, "end");
    lines.focus();
  }

  const ways = {
    Enter: write,
    " ": () => (player.paused ? player.play() : player.pause()),
    ",": () => (player.currentTime = Math.max(0, player.currentTime - BACK)),
  };
  lines.addEventListener("keydown", (event) => {
    if (!event.ctrlKey || !ways[event.key]) return;
    event.preventDefault();
    ways[event.key]();
  });
  const button = document.querySelector("[data-moment]");
  button.addEventListener("click", write);
  for (const hidden of [button, document.querySelector(".transcript__keys")]) hidden.hidden = false;
})();
