// What pages do beyond links and forms. Each part looks for its own elements and does nothing without them.
"use strict";

// A picture that cannot be made says so.
addEventListener("error", (event) => {
  if (!(event.target instanceof HTMLImageElement)) return;
  const words = document.createElement("p");
  words.className = "missing";
  words.textContent = `No picture: ${event.target.alt}`;
  event.target.replaceWith(words);
}, true);

// Check: files dropped anywhere on the page, or pasted, are sent at once.
(() => {
  const form = document.querySelector("form.ask");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const problem = form.querySelector("#drop-problem");
  const chosen = form.querySelector("#chosen");
  const most = Number(form.dataset.mostBytes);

  const fits = () => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    problem.hidden = size <= most;
    problem.textContent = problem.hidden ? "" : `More than ${Math.round(most / 1e6)} MB at once. Send less.`;
    return problem.hidden;
  };
  const send = () => { if (fits()) form.requestSubmit(); };
  const take = (files) => {
    if (!files.length) return;
    const carried = new DataTransfer();
    for (const file of files) carried.items.add(file);
    input.files = carried.files;
    send();
  };

  let depth = 0;
  const over = (on) => document.body.classList.toggle("dragging", on);
  addEventListener("dragenter", (event) => { event.preventDefault(); depth += 1; over(true); });
  addEventListener("dragleave", () => { depth = Math.max(0, depth - 1); over(depth > 0); });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    depth = 0;
    over(false);
    take(event.dataTransfer.files);
  });
  addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? [];
    if (files.length) { event.preventDefault(); take(files); }
  });
  input.addEventListener("change", fits);
  form.addEventListener("submit", (event) => {
    if (!fits()) { event.preventDefault(); return; }
    chosen.textContent = "Sending …";
  });
})();
