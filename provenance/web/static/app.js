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

// Forms that a person fills in keep what was typed over a reload or a failure, in this tab alone and until they are
// sent. Only what is typed or chosen is kept, and only of forms that ask for it: no files, nothing hidden, no reveals.
(() => {
  const SENT = "provenance-sent";
  const forms = [...document.querySelectorAll("form[data-keep]")];
  // Where a browser keeps nothing, nothing is kept.
  const tried = (act) => { try { return act(); } catch { return null; } };
  const own = (form) => [...form.elements].filter((one) => one.name && !["hidden", "file", "submit", "password", "button"].includes(one.type));
  const ticks = (one) => one.type === "checkbox" || one.type === "radio";
  const keyOf = (form) => {
    const about = [...form.querySelectorAll("input[type=hidden]")].filter((one) => ["item", "other"].includes(one.name));
    return ["provenance-typed", form.getAttribute("action"), ...about.map((one) => one.value)].join(" ");
  };
  const said = (form) => JSON.stringify(own(form).map((one) => [one.name, ticks(one) ? one.checked : one.value.trim()]));
  const forget = (form) => tried(() => sessionStorage.removeItem(keyOf(form)));

  // What was sent, and did not come back, is done with.
  const sent = tried(() => sessionStorage.getItem(SENT));
  tried(() => sessionStorage.removeItem(SENT));
  if (sent && !document.querySelector("[data-failed]") && !forms.some((form) => keyOf(form) === sent)) {
    tried(() => sessionStorage.removeItem(sent));
  }

  const fill = (form) => {
    const kept = tried(() => JSON.parse(sessionStorage.getItem(keyOf(form)) ?? "null"));
    const fields = own(form);
    if (!Array.isArray(kept) || kept.length !== fields.length || fields.some((one, at) => kept[at][0] !== one.name)) return;
    const before = said(form);
    const were = fields.map((one) => (ticks(one) ? one.checked : one.value));
    // what was typed before this script came is newer than what is kept
    const touched = (one) => "defaultValue" in one && !ticks(one) && one.value !== one.defaultValue;
    fields.forEach((one, at) => {
      if (ticks(one)) one.checked = kept[at][1];
      else if (!touched(one)) one.value = kept[at][1];
    });
    if (said(form) === before) return;
    for (let box = form; box; box = box.parentElement?.closest("details")) if (box instanceof HTMLDetailsElement) box.open = true;
    for (const box of form.querySelectorAll("details")) box.open = true;
    const note = document.createElement("p");
    note.className = "cover";
    note.setAttribute("role", "status");
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "second small";
    undo.textContent = "Discard it";
    undo.addEventListener("click", () => {
      fields.forEach((one, at) => { if (ticks(one)) one.checked = were[at]; else one.value = were[at]; });
      forget(form);
      note.remove();
      fields[0]?.focus();
    });
    note.append("What you typed here before, and did not send, is filled in again. ", undo);
    form.prepend(note);
  };
  for (const form of forms) {
    fill(form);
    form.addEventListener("input", () => tried(() => sessionStorage.setItem(keyOf(form), said(form))));
    for (const leave of form.querySelectorAll("a[data-leave]")) leave.addEventListener("click", () => forget(form));
  }
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented && forms.includes(event.target)) tried(() => sessionStorage.setItem(SENT, keyOf(event.target)));
  });
})();

// Files dropped anywhere on any page, or pasted, are sent to be checked at once. What is typed elsewhere is kept.
(() => {
  const form = document.querySelector("form.ask, form.anywhere");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  // on all pages but that of the form itself
  const note = document.querySelector(".dropping");
  const problem = form.querySelector("#drop-problem");
  const chosen = form.querySelector("#chosen") ?? note;
  const most = Number(form.dataset.mostBytes);

  const fits = () => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    const words = size <= most ? "" : `More than ${Math.round(most / 1e6)} MB at once. Send less.`;
    (problem ?? note).textContent = words;
    if (problem) problem.hidden = !words;
    return !words;
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
  // whether a picture of the page itself is dragged, which browsers carry as a file too
  let own = false;
  const brings = (event) => !own && (event.dataTransfer?.types ?? []).includes("Files");
  const over = (on) => {
    document.body.classList.toggle("dragging", on);
    if (note) note.textContent = on ? "Let go, and it is checked. Nothing is recorded." : "";
  };
  addEventListener("dragstart", () => { own = true; });
  addEventListener("dragend", () => { own = false; });
  addEventListener("dragenter", (event) => { if (brings(event)) { event.preventDefault(); depth += 1; over(true); } });
  addEventListener("dragleave", (event) => { if (brings(event)) { depth = Math.max(0, depth - 1); if (!depth) over(false); } });
  addEventListener("dragover", (event) => { if (brings(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    depth = 0;
    over(false);
    take(event.dataTransfer.files);
  });
  addEventListener("paste", (event) => {
    const carried = event.clipboardData;
    const typing = event.target?.closest?.("input, textarea, [contenteditable]");
    // words go where they are pasted
    if (!carried?.files.length || (typing && carried.types.includes("text/plain"))) return;
    event.preventDefault();
    take(carried.files);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) chosen.textContent = ""; });
  input.addEventListener("change", fits);
  form.addEventListener("submit", (event) => {
    if (!fits()) { event.preventDefault(); return; }
    chosen.textContent = "Sending …";
  });
})();

// The same seconds of two films: a link shows them in both players.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-seek]");
  if (!link) return;
  const [asked, archived] = link.dataset.seek.split(" ").map(Number);
  for (const player of document.querySelectorAll("video[data-player]")) {
    player.currentTime = player.dataset.player === "asked" ? asked : archived;
  }
});

// The page of a film: a key frame leads the player there, and the frame on the screen is the one that is saved.
(() => {
  const film = document.querySelector("video#film");
  const field = document.querySelector("#frame-at");
  if (!film || !field) return;
  const clock = (seconds) => {
    const whole = Math.floor(seconds);
    const minutes = String(Math.floor(whole / 60) % 60).padStart(2, "0");
    const rest = `${minutes}:${String(whole % 60).padStart(2, "0")}.${String(Math.floor((seconds - whole) * 1000)).padStart(3, "0")}`;
    return whole < 3600 ? rest : `${Math.floor(whole / 3600)}:${rest}`;
  };
  for (const name of ["pause", "seeked"]) film.addEventListener(name, () => { field.value = clock(film.currentTime); });
  for (const link of document.querySelectorAll("a[data-at]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      film.currentTime = Number(link.dataset.at);
    });
  }
})();
