// What can be done at the desk without a mouse, and pictures dropped or pasted. Every deed is an ordinary form: without this
// file the desk works too.
const rows = () => [...document.querySelectorAll("[data-rows] > li")];
let at = -1;

function move(by) {
  const all = rows();
  if (!all.length) return;
  all[at]?.classList.remove("at");
  at = Math.max(0, Math.min(all.length - 1, at + by));
  all[at].classList.add("at");
  all[at].querySelector("a").focus();
}

function press(key) {
  const forms = [...document.querySelectorAll("[data-decide]")];
  const near = document.activeElement?.closest("[data-decide]");
  const button = (near ?? forms[0])?.querySelector(`[data-key="${key}"]`);
  if (!button) return;
  // Where several matches wait, a key alone must not choose among them: it goes to the first, and Enter decides.
  if (near || new Set(forms.map((form) => form.dataset.decide)).size === 1) button.click();
  else button.focus();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  x: () => rows()[at]?.querySelector("input[type=checkbox]")?.click(),
  y: () => press("y"),
  n: () => press("n"),
  u: () => press("u"),
  "/": () => document.querySelector("[data-search]")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
};
const PLACES = { c: "/check", i: "/inbox", b: "/cases" };
let going = false;

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]");
  if (typing || event.ctrlKey || event.altKey || event.metaKey || !document.getElementById("keys")) return;
  if (going && PLACES[event.key]) {
    location.assign(PLACES[event.key]);
    event.preventDefault();
  } else if (KEYS[event.key]) {
    KEYS[event.key]();
    event.preventDefault();
  }
  going = event.key === "g";
});

const help = document.getElementById("keys-button");
if (help) {
  help.hidden = false;
  help.addEventListener("click", KEYS["?"]);
}

class PictureDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.said = this.querySelector(".chosen");
    this.input.addEventListener("change", () => this.tell());
    for (const name of ["dragover", "dragleave", "drop"])
      this.addEventListener(name, (event) => {
        event.preventDefault();
        this.classList.toggle("over", name === "dragover");
        if (name === "drop") this.take(event.dataTransfer);
      });
    document.addEventListener("paste", (event) => this.take(event.clipboardData));
  }

  take(carried) {
    if (!carried?.files.length) return;
    this.input.files = carried.files;
    this.tell();
  }

  tell() {
    const file = this.input.files[0];
    this.said.textContent = file ? `${this.said.dataset.chosen} ${file.name}` : "";
  }
}
customElements.define("picture-drop", PictureDrop);

for (const form of document.querySelectorAll("form[data-work]")) {
  form.addEventListener("submit", (event) => {
    if (form.elements.work.value) return;
    event.preventDefault();
    const said = form.querySelector("[data-working]");
    said.textContent = said.dataset.working;
    const worker = new Worker(form.dataset.worker, { type: "module" });
    worker.onmessage = ({ data }) => {
      form.elements.work.value = data;
      form.submit();
    };
    worker.postMessage({ text: form.elements.challenge.value, bits: Number(form.dataset.work) });
  });
}

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
