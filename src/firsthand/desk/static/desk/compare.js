// How do two pictures of a match compare? Ours laid upon the one on file, whole, behind a divider that moves, or unmirrored.
// The server gives four corners of the part that both share; without this file both stand side by side under their outlines.

// The eight numbers of the homography that carries four points onto four others, by elimination.
function homography(from, onto) {
  const rows = from.flatMap(([x, y], i) => {
    const [u, v] = onto[i];
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let n = 0; n < 8; n++) {
    const best = rows.slice(n).reduce((most, row, i) => (Math.abs(row[n]) > Math.abs(rows[most][n]) ? n + i : most), n);
    [rows[n], rows[best]] = [rows[best], rows[n]];
    for (let m = 0; m < 8; m++) {
      if (m === n) continue;
      const share = rows[m][n] / rows[n][n];
      for (let k = n; k < 9; k++) rows[m][k] -= share * rows[n][k];
    }
  }
  return rows.map((row, n) => row[8] / row[n]);
}

function matrix3d([a, b, c, d, e, f, g, h]) {
  return `matrix3d(${[a, d, 0, g, b, e, 0, h, 0, 0, 1, 0, c, f, 0, 1].map((n) => n.toFixed(9)).join(",")})`;
}

function points(text, width, height) {
  return text.split(" ").map((pair) => pair.split(",").map((n, i) => Number(n) * (i ? height : width)));
}

function picture(src, alt) {
  const image = new Image();
  image.src = src;
  image.alt = alt;
  return image;
}

class ComparePictures extends HTMLElement {
  connectedCallback() {
    this.buttons = [...this.querySelectorAll("[data-way]")];
    this.parts = this.querySelector("select");
    this.card = this.querySelector(".laid");
    this.stage = this.querySelector(".stage");
    this.range = this.querySelector("input");
    this.said = this.querySelector("[role=status]");
    this.buttons.forEach((button) => button.addEventListener("click", () => this.show(button.dataset.way)));
    this.parts.addEventListener("change", () => this.show(this.way));
    this.range.addEventListener("input", () => this.move());
    this.stage.addEventListener("pointermove", (event) => event.buttons && this.pull(event));
    this.stage.addEventListener("pointerdown", (event) => this.pull(event));
    new ResizeObserver(() => this.lay()).observe(this.stage);
    this.hidden = false;
    this.show("side", true);
  }

  get part() {
    return this.parts.selectedOptions[0].dataset;
  }

  show(way, quietly = false) {
    const lies = Boolean(this.part.ourPoints);
    this.way = lies || !["overlay", "slider"].includes(way) ? way : "side";
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.dataset.way === this.way));
      button.hidden = !lies && ["overlay", "slider"].includes(button.dataset.way);
    }
    this.card.hidden = this.way === "side";
    this.stage.replaceChildren(...(this.way === "side" ? [] : this.made()));
    this.stage.dataset.way = this.way;
    const over = ["overlay", "slider"].includes(this.way);
    this.querySelector(".reach").hidden = !over;
    this.querySelector(".reach span").textContent = this.way === "slider" ? this.dataset.divider : this.dataset.share;
    const said = { side: "sided", unmirror: "unmirrored" }[this.way] ?? "laid";
    this.said.textContent = quietly ? "" : this.dataset[said].replace("{letter}", this.part.letter);
    this.move();
  }

  made() {
    const theirs = picture(this.part.theirSrc, this.dataset.theirs);
    this.ours = picture(this.part.ourSrc, this.way === "unmirror" ? this.dataset.ours : this.dataset.heading);
    if (this.way === "unmirror") return [this.ours, theirs];
    this.over = document.createElement("div");
    this.over.append(this.ours);
    for (const image of [this.ours, theirs]) image.addEventListener("load", () => this.lay());
    return [theirs, this.over];
  }

  lay() {
    const [theirs, over] = this.stage.children;
    if (!over || this.way === "unmirror" || !this.ours.naturalWidth || !theirs.naturalWidth) return;
    const { offsetWidth: width, offsetHeight: height } = theirs;
    const [own, tall] = [this.ours.naturalWidth, this.ours.naturalHeight];
    const onto = points(this.part.theirPoints, width, height);
    this.ours.style.transform = matrix3d(homography(points(this.part.ourPoints, own, tall), onto));
  }

  move() {
    const share = Number(this.range.value);
    this.range.setAttribute("aria-valuetext", `${share} %`);
    if (!this.over) return;
    this.over.style.opacity = this.way === "overlay" ? share / 100 : 1;
    this.over.style.clipPath = this.way === "slider" ? `inset(0 ${100 - share}% 0 0)` : "none";
    this.stage.style.setProperty("--at", `${share}%`);
  }

  pull(event) {
    if (this.way !== "slider") return;
    const box = this.stage.getBoundingClientRect();
    this.range.value = String(Math.round((100 * (event.clientX - box.left)) / box.width));
    this.move();
    event.preventDefault();
  }
}
customElements.define("compare-pictures", ComparePictures);
