// The picture of a film: the browser, which plays it, draws the image at which one stopped and sends it as a file.
// Without it, or for a film that this browser does not play, a picture is chosen from the disk.
for (const form of document.querySelectorAll("form[data-frame]")) {
  const film = form.closest("li")?.querySelector("video");
  const field = form.querySelector("input[type=file]");
  if (!film || !field) continue;

  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = form.dataset.frame;
  button.disabled = true;
  field.labels[0].before(button);

  const mayTake = () => {
    button.disabled = film.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || !film.videoWidth;
  };
  for (const moment of ["loadeddata", "seeked", "pause"]) film.addEventListener(moment, mayTake);
  film.preload = "auto"; // its first image is there before anyone presses play
  mayTake();

  button.addEventListener("click", () => {
    film.pause();
    const drawn = document.createElement("canvas");
    drawn.width = film.videoWidth;
    drawn.height = film.videoHeight;
    drawn.getContext("2d").drawImage(film, 0, 0);
    drawn.toBlob(
      (picture) => {
        const chosen = new DataTransfer();
        chosen.items.add(new File([picture], form.dataset.frameName, { type: picture.type }));
        field.files = chosen.files;
        form.requestSubmit();
      },
      "image/jpeg",
      0.92,
    );
  });
}
