// A box drawn on a picture fills the four fields of its form, and the fields draw the box: neither needs the other.
const SVG = "http://www.w3.org/2000/svg";
const EDGES = ["left", "top", "width", "height"];
const limit = (number) => Math.max(0, Math.min(100, number));

class RegionBox extends HTMLElement {
  connectedCallback() {
    this.fields = EDGES.map((name) => document.getElementById("region").elements[name]);
    this.pic = this.querySelector(".pic");
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 100 100");
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("aria-hidden", "true");
    this.box = svg.appendChild(document.createElementNS(SVG, "rect"));
    this.box.classList.add("drawn");
    this.pic.append(svg);
    for (const field of this.fields) field.addEventListener("input", () => this.draw());
    this.pic.addEventListener("pointerdown", (event) => this.begin(event));
    this.pic.addEventListener("pointermove", (event) => this.from && this.stretch(event));
    for (const name of ["pointerup", "pointercancel"]) this.pic.addEventListener(name, () => (this.from = null));
    this.draw();
  }

  at(event) {
    const frame = this.pic.getBoundingClientRect();
    const share = (place, start, length) => limit((100 * (place - start)) / length);
    return [share(event.clientX, frame.left, frame.width), share(event.clientY, frame.top, frame.height)];
  }

  begin(event) {
    if (event.button) return;
    event.preventDefault();
    this.pic.setPointerCapture(event.pointerId);
    this.from = this.at(event);
  }

  stretch(event) {
    const [x, y] = this.at(event);
    const [left, top] = [Math.min(x, this.from[0]), Math.min(y, this.from[1])];
    const size = [Math.abs(x - this.from[0]), Math.abs(y - this.from[1])];
    [left, top, ...size].forEach((number, n) => (this.fields[n].value = number.toFixed(1)));
    this.draw();
  }

  draw() {
    const numbers = this.fields.map((field) => limit(Number(field.value) || 0));
    ["x", "y", "width", "height"].forEach((name, n) => this.box.setAttribute(name, numbers[n]));
  }
}
customElements.define("region-box", RegionBox);
