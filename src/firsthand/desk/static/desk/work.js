// A little work in place of a riddle: a number that gives the text a SHA-256 with enough zero bits in front.
const ROUND = 512;

function zeros(bytes) {
  let count = 0;
  for (const byte of bytes) {
    if (byte) return count + Math.clz32(byte) - 24;
    count += 8;
  }
  return count;
}

self.onmessage = async ({ data: { text, bits } }) => {
  const encoder = new TextEncoder();
  for (let start = 0; ; start += ROUND) {
    const hashes = await Promise.all(
      Array.from({ length: ROUND }, (_, i) => crypto.subtle.digest("SHA-256", encoder.encode(`${text}:${start + i}`))),
    );
    const found = hashes.findIndex((hash) => zeros(new Uint8Array(hash)) >= bits);
    if (found >= 0) {
      self.postMessage(String(start + found));
      return;
    }
  }
};
